import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planDigest } from '../../../cli/digest/plan.ts'
import { draftMail } from '../../../operations/digest/draft-mail.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'

let mails: MailStack

beforeAll(async () => {
  mails = await startMailStack()
})
afterAll(() => mails.close())

type Reader = Awaited<ReturnType<MailStack['admit']>>

const day = 86_400_000
const situations = fc.record({
  readers: fc.array(
    fc.record({
      topics: fc.constantFrom([], ['maps'], ['law']),
      fate: fc.constantFrom('stays', 'pauses', 'is suppressed', 'leaves', 'changes digest'),
      isBack: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  stories: fc.array(
    fc.record({
      topic: fc.constantFrom('maps', 'law'),
      fate: fc.constantFrom('stays', 'is corrected', 'is retracted', 'is withdrawn'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

let run = 0
const text = (title: string, topic: string, front = '') =>
  `---\ntitle: ${title}\ntopics: [${topic}]\n${front}---\nThe text of ${title}.\n`
const upload = (name: string, content: string) =>
  mails.stack.uploads.put(`articles/${name}.md`, Buffer.from(content), 'text/markdown')
const later = (days: number) => new Date(mails.local.clock.now().getTime() + days * day).toISOString()

/** Plans a digest, sends it, and compares the plan with the mails. */
async function compare(digest: string, readers: readonly Reader[]): Promise<void> {
  const plans: { recipients: number; corrections: { recipients: number }[] }[] = []
  const now = mails.local.clock.now()
  await planDigest(digest, mails.stack, { answer: (plan) => void plans.push(plan as (typeof plans)[number]) }, now)
  const previews = await Promise.all(
    readers.map(({ address }) =>
      draftMail(digest, address, mails.stack, undefined, now).then(
        ({ variant, isSample }) => (isSample ? undefined : variant.mail.subject),
        () => undefined,
      ),
    ),
  )
  const before = mails.mailsEach(readers)
  await mails.stack.compose.add({ digest, requestId: `${digest} ${run}` })
  await mails.settle()
  const counts = mails.mailsEach(readers).map((count, index) => count - (before[index] ?? 0))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(plans[0]?.recipients)
  const sent = await Promise.all(
    readers.map(async (reader, index) => (counts[index] ? (await mails.mailsTo(reader)).at(-1) : undefined)),
  )
  expect(sent.map((mail) => mail?.subject)).toEqual(previews)
  const told = sent.flatMap((mail) => mail?.text?.match(/^(Correction|Retraction): /gm) ?? []).length
  expect(plans[0]?.corrections.reduce((sum, { recipients }) => sum + recipients, 0)).toBe(told)
}

test('the plan and the preview of a digest are what is sent', async () => {
  await fc.assert(
    fc.asyncProperty(situations, async ({ readers, stories }) => {
      run += 1
      await mails.dismiss()
      const people = await Promise.all(readers.map(({ topics }) => mails.admit({ topics })))
      const names = stories.map((_story, index) => `${run}-${index}`)
      for (const [index, { topic }] of stories.entries())
        await upload(`${names[index]}`, text(`Story ${run} ${index}`, topic))
      await mails.local.idle()
      await compare('daily', people)
      for (const [index, { fate, isBack }] of readers.entries()) {
        const person = people[index]
        if (!person) continue
        const until = isBack ? later(0.5) : later(90)
        if (fate === 'pauses') await mails.change(person, { pausedUntil: until })
        if (fate === 'leaves') await mails.change(person, { state: 'unsubscribed' })
        if (fate === 'changes digest') await mails.change(person, { digest: 'weekly', digestChangedAt: later(0) })
        if (fate === 'is suppressed')
          await mails.stack.suppressions.add(await mails.hash(person.address), { reason: 'bounce', at: later(0) })
      }
      for (const [index, { topic, fate }] of stories.entries()) {
        const status = { 'is corrected': 'corrected', 'is retracted': 'retracted' }[String(fate)]
        const front = `status: ${status}\nnotice: The notice of ${run} ${index}.\n`
        if (status) await upload(`${names[index]}`, text(`Story ${run} ${index}`, topic, front))
        if (fate === 'is withdrawn') await mails.stack.uploads.remove(`articles/${names[index]}.md`)
      }
      people.push(await mails.admit({ confirmedAt: later(0) }))
      run += 1
      for (const round of ['b', 'c']) {
        await upload(`${run}-${round}`, text(`Next ${run} ${round}`, 'maps'))
        await mails.local.idle()
        for (const digest of ['daily', 'weekly']) {
          await compare(digest, people)
          run += 1
        }
        mails.local.clock.move(day)
        await mails.settle()
      }
    }),
    { numRuns: 4, endOnFailure: true },
  )
})
