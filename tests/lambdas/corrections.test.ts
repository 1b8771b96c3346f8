import { afterAll, beforeAll, expect, test } from 'vitest'
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
}, 60_000)
