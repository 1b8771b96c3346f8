import type { Issue } from '../../core/issues/issue.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { CommandFailure } from '../command-failure.ts'
import { readAddress } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { draftMail } from './draft-mail.ts'

/**
 * Mails the next issue, marked as a test, to some addresses only. The issue itself is not mailed.
 *
 * @param as the address or the id of a subscriber, who determines the articles and the language
 * @throws {CommandFailure} if one of the addresses must not be mailed. Then none is
 */
export async function mailTest(name: string, addresses: readonly string[], as: string | undefined, stack: Stack) {
  const recipients = await Promise.all(addresses.map((address) => readRecipient(address, stack)))
  const draft = await draftMail(name, as, stack, markTest)
  for (const destination of recipients) {
    const raw = draft.mailTo(destination)
    const { sender } = stack.site.publication
    const result = await stack.mail.submit({ source: sender.address, destination, raw, tags: { notice: 'test' } })
    if (result.kind !== 'submitted')
      throw new CommandFailure(`SES did not accept the mail to ${destination}: ${result.kind}.`)
  }
  return { subject: draft.variant.mail.subject, submitted: recipients }
}

function markTest(issue: Issue): Issue {
  const { note, settings } = issue
  return {
    ...issue,
    settings: { ...settings, subject: `[TEST] ${settings.subject ?? '{more}'}` },
    note: note?.subject === undefined ? note : { ...note, subject: `[TEST] ${note.subject}` },
  }
}

/** @throws {CommandFailure} if the address must not be mailed */
export async function readRecipient(typed: string, stack: Stack): Promise<string> {
  const address = readAddress(typed)
  const { addressPepper } = await stack.readSecrets()
  const suppression = await stack.suppressions.get(hashAddress(address, addressPepper))
  if (suppression) throw new CommandFailure(`${address} must not be mailed: it is suppressed (${suppression.reason}).`)
  return address
}
