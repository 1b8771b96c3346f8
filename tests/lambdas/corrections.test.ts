import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../cli/rebuild.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack

beforeAll(async () => {
  mails = await startMailStack()
})
afterAll(() => mails.close())

async function upload(name: string, text: string): Promise<void> {
  await mails.stack.uploads.put(`articles/${name}.md`, new TextEncoder().encode(text), 'text/markdown')
  await mails.local.idle()
}
async function send(requestId: string): Promise<void> {
  await mails.stack.compose.add({ digest: 'daily', requestId })
  await mails.settle()
}

test('exactly the recipients of an article get its correction, once, in the next issue', async () => {
  const [recipient, lawyer] = [await mails.admit(), await mails.admit({ topics: ['law'] })]
  await upload('rates', '---\ntopics: [stamps]\n---\n# The rates of 1840\n\nTwo pence.\n')
  await send('first')
  const late = await mails.admit({ confirmedAt: mails.local.clock.now().toISOString() })
  await upload(
    'rates',
    '---\ntopics: [stamps]\nstatus: corrected\nnotice: It was one penny.\n---\n# The rates of 1840\n\nOne penny.\n',
  )
  await send('nothing new')
  expect(mails.mailsEach([recipient, lawyer, late])).toEqual([1, 0, 0])
  mails.local.clock.move(60_000)
  await upload('court', '---\ntopics: [law]\n---\n# In court\n\nText.\n')
  await send('second')
  expect(mails.mailsEach([recipient, lawyer, late])).toEqual([2, 1, 1])
  const [toRecipient, toLawyer, toLate] = await Promise.all(
    [recipient, lawyer, late].map(async (reader) => (await mails.mailsTo(reader)).at(-1)?.text ?? ''),
  )
  expect(toRecipient).toMatch(/Correction: The rates of 1840 \[1\]\s+It was one penny\./)
  for (const text of [toRecipient, toLawyer, toLate]) expect(text).toContain('In court')
  for (const text of [toLawyer, toLate]) expect(text).not.toContain('penny')
  mails.local.clock.move(60_000)
  await upload('again', '# Again\n\nText.\n')
  await send('third')
  expect((await mails.mailsTo(recipient)).at(-1)?.text).not.toContain('penny')
})

test('rebuilds mail no correction or retraction again', async () => {
  await mails.dismiss()
  const reader = await mails.admit()
  const versions = ['moved', 'back', 'retracted', 'gone'].map((name) => {
    const text = (fields: string) => `---\ntitle: The ${name} one\n${fields}---\nThe text of ${name}.\n`
    return { name, first: text(''), corrected: text(`status: retracted\nnotice: The ${name} letter was forged.\n`) }
  })
  for (const { name, first } of versions) await upload(name, first)
  await send('originals')
  for (const { name, corrected } of versions) await upload(name, corrected)
  await upload('next', '# Next\n\nText.\n')
  await send('retractions')
  const told = (await mails.mailsTo(reader)).at(-1)?.text ?? ''
  for (const { name } of versions) expect(told).toContain(`The ${name} letter was forged.`)

  const remove = async (name: string) => {
    await mails.stack.uploads.remove(`articles/${name}.md`)
    await mails.local.idle()
  }
  const corrected = (name: string) => versions.find((each) => each.name === name)?.corrected ?? ''
  await upload('elsewhere/moved', corrected('moved'))
  await remove('moved')
  await remove('back')
  await upload('back', corrected('back'))
  await remove('gone')
  for (const round of ['one', 'two', 'three']) {
    await rebuild(mails.stack, { answer: () => {} })
    await mails.local.idle()
    await upload(round, `# Issue ${round}\n\nText.\n`)
    await send(round)
    const text = (await mails.mailsTo(reader)).at(-1)?.text ?? ''
    expect(text).toContain(`Issue ${round}`)
    expect(text).not.toContain('forged')
  }
  await upload('back', corrected('back').replace('was forged', 'was found'))
  await upload('last', '# Last\n\nText.\n')
  await send('new')
  expect((await mails.mailsTo(reader)).at(-1)?.text).toContain('The back letter was found.')
})

test('readers who were paused, or changed their digest, get a correction once, when they are back', async () => {
  await mails.dismiss()
  const day = 86_400_000
  const later = (days: number) => new Date(mails.local.clock.now().getTime() + days * day).toISOString()
  let number = 0
  const issueOf = async (digest: string, request: string) => {
    number += 1
    await upload(`more-${number}`, `# More ${number}\n\nText.\n`)
    await mails.stack.compose.add({ digest, requestId: `${request} ${number}` })
    await mails.settle()
  }
  const readers = { present: await mails.admit(), paused: await mails.admit(), mover: await mails.admit() }
  await upload('tolls', '# The tolls\n\nTwo pence.\n')
  await issueOf('daily', 'original')
  await mails.change(readers.paused, { pausedUntil: later(2) })
  let mover = await mails.change(readers.mover, { pausedUntil: later(2) })
  await upload('tolls', '---\nstatus: corrected\nnotice: It was one penny.\n---\n# The tolls\n\nOne penny.\n')
  await issueOf('daily', 'correction')
  mails.local.clock.move(3 * day)
  mover = await mails.change({ ...mover, revision: 2 }, { digest: 'weekly', digestChangedAt: later(0) })
  for (const digest of ['daily', 'weekly', 'daily', 'weekly']) await issueOf(digest, 'after')
  await mails.change(mover, { digest: 'daily', digestChangedAt: later(0) })
  for (const digest of ['daily', 'weekly']) await issueOf(digest, 'back')
  const corrections = Object.values(readers).map(async (reader) => {
    return (await mails.mailsTo(reader)).filter(({ text }) => text?.includes('It was one penny.')).length
  })
  expect(await Promise.all(corrections)).toEqual([1, 1, 1])
})
