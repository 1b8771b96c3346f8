import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { planDigest } from '../../../cli/digest/plan.ts'
import { previewDigest } from '../../../cli/digest/preview.ts'
import { approveIssue } from '../../../cli/issues/approve.ts'
import { controlIssue } from '../../../cli/issues/control-issue.ts'
import { rebuild } from '../../../cli/rebuild.ts'
import { decideApproval } from '../../../lambdas/compose-issue/await-approval.ts'
import { composeAlone } from '../../../lambdas/compose-issue/compose-alone.ts'
import { publishDueArticles } from '../../../lambdas/publish-due-articles.ts'
import { handleArticle } from '../../../operations/digest/handle-article.ts'
import { lambdaServices } from '../../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'

let mails: MailStack

beforeAll(async () => {
  mails = await startMailStack(undefined, { change: withoutSchedules })
})
beforeEach(() => mails.dismiss())
afterAll(() => mails.close())

async function upload(name: string, fields: string, text = `The text of ${name}.`): Promise<void> {
  const bytes = new TextEncoder().encode(`---\ntitle: The ${name}\n${fields}\n---\n${text}\n`)
  await mails.stack.uploads.put(`articles/${name}.md`, bytes, 'text/markdown')
  await mails.local.idle()
}
async function receipt(name: string): Promise<string> {
  return (await mails.stack.uploads.getReceipt(`receipts/articles/${name}.md.txt`))?.body ?? ''
}
async function send(requestId: string): Promise<void> {
  await mails.stack.compose.add({ digest: 'daily', requestId })
  await mails.settle()
}
/** Schedules run in real time, so on a slow machine one of them could mail an article before a test changes it. */
function withoutSchedules(plan: StackPlan): StackPlan {
  return { ...plan, schedules: [] }
}
/** Does what the schedule of every minute does. */
async function minute(): Promise<void> {
  mails.local.clock.move(60_000)
  const { articles, issues, ingest, compose } = mails.stack
  await publishDueArticles({}, { articles, issues, ingest, compose }, { now: now() })
  await mails.settle()
}
const subjects = async (reader: { address: string }) => (await mails.mailsTo(reader)).map(({ subject }) => subject)
const now = () => mails.local.clock.now()

async function run(command: (report: { answer: (value: unknown, lines: readonly string[]) => void }) => Promise<void>) {
  const lines: string[] = []
  await command({ answer: (_value, text) => void lines.push(...text) })
  return lines.join('\n')
}

test('an article is mailed on its own once, to the readers of its digests, and is in no other issue', async () => {
  const [reader, sailor, weekly] = [
    await mails.admit({ language: 'de' }),
    await mails.admit({ topics: ['sea'] }),
    await mails.admit({ digest: 'weekly' }),
  ]
  await upload('storm', 'mail: alone\ntopics: [coast]', 'Every word of it.')
  expect(await receipt('storm')).toContain('It is mailed on its own to the readers of daily, weekly')
  await upload('plain', 'topics: [sea]')
  await minute()
  expect([await subjects(reader), await subjects(sailor), await subjects(weekly)]).toEqual([
    ['The storm'],
    [],
    ['The storm'],
  ])
  const [mail] = await mails.mailsTo(reader)
  expect(mail?.text).toContain('Every word of it.')
  expect(mail?.text).toContain('Daily')
  expect(mail?.text).not.toContain('The plain')
  const [issue] = await mails.stack.issues.list('daily')
  expect(issue).toMatchObject({ state: 'submitted', alone: true, counts: { recipients: 1, submitted: 1 } })
  expect((await fetch(`${mails.local.site}/issues/daily/${issue?.number}/`)).status).toBe(200)

  // Again, in every way in which an upload is read again.
  await upload('storm', 'mail: alone\ntopics: [coast]', 'Every word of it.')
  await minute()
  await upload('storm', 'topics: [coast]', 'Every word of it.')
  await upload('storm', 'topics: [coast]\nmail: alone', 'Every word of it.')
  await minute()
  await send('regular')
  expect([await subjects(reader), await subjects(sailor)]).toEqual([['The storm', 'The plain'], ['The plain']])

  await upload('storm', 'mail: alone\ntopics: [coast]\nstatus: corrected\nnotice: It was a gale.', 'Other words.')
  await run((report) => rebuild(mails.stack, report))
  await mails.settle()
  await upload('next', 'topics: [sea]')
  await send('with the correction')
  await minute()
  const texts = (await mails.mailsTo(reader)).map(({ text = '' }) => text)
  expect(texts.filter((text) => text.includes('It was a gale.'))).toHaveLength(1)
  expect(await subjects(reader)).toEqual(['The storm', 'The plain', 'The next'])
  expect(await subjects(weekly)).toEqual(['The storm'])
})

test('what a digest has mailed is not mailed alone, and the receipt says so; what it has not is', async () => {
  const reader = await mails.admit()
  const weekly = await mails.admit({ digest: 'weekly' })
  await upload('known', '')
  await send('known')
  await upload('known', 'mail: alone')
  expect(await receipt('known')).toMatch(/The readers of daily are not mailed the article: an issue has already/)
  expect(await receipt('known')).toContain('It is mailed on its own to the readers of weekly')
  await minute()
  expect([await subjects(reader), await subjects(weekly)]).toEqual([['The known'], ['The known']])

  // Withdrawn, made a draft or taken out of all mails before the mail goes.
  for (const [name, fields] of [
    ['pillar', 'mail: alone\ndraft: true'],
    ['silent', 'mail: none'],
    ['digest', 'digests: weekly'],
  ] as const) {
    await upload(name, 'mail: alone\ndigests: daily')
    await upload(name, fields)
  }
  await upload('gone', 'mail: alone')
  await mails.stack.uploads.remove('articles/gone.md')
  await mails.local.idle()
  await minute()
  await send('none of them')
  expect(await subjects(reader)).toEqual(['The known'])
  await upload('pillar', 'mail: alone\ndigests: daily')
  await upload('silent', 'digests: daily')
  await minute()
  await send('the rest')
  expect(await subjects(reader)).toEqual(['The known', 'The pillar', 'The silent'])
})

test('an editor sees it before, can leave it out, and has it approved', async () => {
  const reader = await mails.admit()
  const later = new Date(now().getTime() + 3_600_000).toISOString()
  await upload('later', `mail: alone\ndigests: daily\ndate: ${later}`)
  expect(await receipt('later')).toContain(`to the readers of daily, within a minute after ${later}`)
  const plan = await run((report) => planDigest('daily', mails.stack, report, now()))
  expect(plan).toContain(`On its own, at ${later}: The later (1 recipient)`)
  const preview = await run((report) =>
    previewDigest('daily', { out: `${mails.data}/preview`, as: reader.address }, mails.stack, report),
  )
  expect(preview).toMatch(/“The later”, on its own at .*:\n {2}.*daily-the-later\.eml/)
  mails.local.clock.move(3_600_000)
  await minute()
  await minute()
  expect(await subjects(reader)).toEqual(['The later'])

  const services = lambdaServices(mails)
  const { publication } = services.site
  const digests = {
    ...publication.digests,
    daily: { ...publication.digests.daily, approval: true },
  } as typeof publication.digests // its daily digest is there
  const careful = { ...services, site: { ...services.site, publication: { ...publication, digests } } }
  const hold = (handling: 'held' | undefined, name: string) =>
    handleArticle('daily', `articles/${name}.md`, handling, mails.stack)
  await upload('letter', 'mail: alone\ndigests: daily')
  expect((await hold('held', 'letter')).sentence).toContain('is not mailed on its own')
  await minute()
  expect(await run((report) => planDigest('daily', mails.stack, report, now()))).toContain('Left out')
  await hold(undefined, 'letter')
  for (const _ of [1, 2]) await composeAlone(careful, now())
  const number = (await mails.stack.issues.getDigest('daily')).lastNumber
  expect(await mails.stack.issues.get('daily', number)).toMatchObject({ state: 'awaiting-approval', alone: true })
  expect(await run((report) => planDigest('daily', mails.stack, report, now()))).toContain(
    `issues approve daily ${number}`,
  )
  await upload('regular', '')
  await send('regular, while it waits')
  expect(await subjects(reader)).toEqual(['The later', 'The regular'])
  expect(await mails.stack.issues.get('daily', number)).toMatchObject({ state: 'awaiting-approval' })
  await run((report) => controlIssue('cancel', 'daily', String(number), mails.stack, report))
  await minute()
  await composeAlone(careful, now())
  expect((await mails.stack.issues.getDigest('daily')).lastNumber).toBe(number + 1)
  await hold(undefined, 'letter')
  await composeAlone(careful, now())
  await decideApproval({ digest: 'daily', number: number + 2, approval: 'approve' }, careful, now())
  await mails.settle()
  expect(await run((report) => approveIssue('daily', String(number + 2), mails.stack, report))).toContain('approved')
  expect(await subjects(reader)).toEqual(['The later', 'The regular', 'The letter'])
  await minute()
  expect(await subjects(reader)).toHaveLength(3)
})
