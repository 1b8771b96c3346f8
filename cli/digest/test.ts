import type { Issue } from '../../core/issues/issue.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { normalizeAddress } from '../../core/subscribers/normalize-address.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { makeSpecimen } from './draft-mail.ts'

/** Mails the next issue, marked as a test, to some addresses alone. The issue stays to be sent. */
export async function testDigest(
  name: string,
  addresses: readonly string[],
  { as }: { readonly as?: string },
  stack: Stack,
  report: Report,
): Promise<void> {
  const recipients = await Promise.all(addresses.map((address) => readRecipient(address, stack)))
  const specimen = await makeSpecimen(name, as, stack, markTest)
  for (const destination of recipients) {
    const raw = specimen.mailTo(destination)
    const { sender } = stack.site.publication
    const result = await stack.mail.send({ source: sender.address, destination, raw, tags: { notice: 'test' } })
    if (result.kind !== 'submitted')
      throw new CommandFailure(`SES did not take the mail to ${destination}: ${result.kind}.`)
  }
  const { subject } = specimen.contentSet.mail
  report.answer({ subject, submitted: recipients }, [`“${subject}” was handed to SES for ${recipients.join(', ')}.`])
}

function markTest(issue: Issue): Issue {
  return { ...issue, settings: { ...issue.settings, subject: `[TEST] ${issue.settings.subject ?? '{more}'}` } }
}

async function readRecipient(typed: string, stack: Stack): Promise<string> {
  const address = normalizeAddress(typed)
  if (address === undefined) throw new CommandFailure(`${typed} is not an e-mail address.`, 2)
  const { addressPepper } = await stack.readSecrets()
  const suppression = await stack.suppressions.get(hashAddress(address, addressPepper))
  if (suppression) throw new CommandFailure(`${address} must not be mailed: it is suppressed (${suppression.reason}).`)
  return address
}
