import type { LocalOptions } from 'cdk-loopback/start-local'
import { expect, onTestFinished, test } from 'vitest'
import { startMailStack } from '../../support/mail-stack.ts'

const readers = ['verified@readers.example', 'bounce@simulator.amazonses.com', 'reader@elsewhere.example'] as const

/** Sends a digest to three readers, and returns who got it and how their deliveries ended. */
async function sendDigest(options: Partial<LocalOptions>) {
  const mails = await startMailStack(undefined, options)
  onTestFinished(() => mails.close())
  for (const address of readers) await mails.admit({ address })
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await mails.local.idle()
  const { counts } = await mails.count('daily', 1)
  return { received: mails.mailsEach(readers.map((address) => ({ address }))), counts }
}

test.each(['gazette@gazette.example.org', 'gazette.example.org', 'example.org'])(
  'a digest can be sent if the account has only the identity %s',
  async (name) => {
    const { received } = await sendDigest({ change: (plan) => ({ ...plan, identities: [{ name }] }) })
    expect(received).toEqual([1, 1, 1])
  },
  180_000,
)

test('in the sandbox a digest reaches verified recipients, and the others fail without stopping it', async () => {
  const ses = { sandbox: true, verifiedIdentities: ['readers.example'] }
  const { received, counts } = await sendDigest({ ses })
  expect(received).toEqual([1, 1, 0])
  expect(counts).toMatchObject({ recipients: 3, submitted: 2, failed: 1, pending: 0 })
})
