import type { Command } from 'commander'
import type { Issue } from '../../core/issues/issue.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { draftMail } from '../../operations/digest/draft-mail.ts'
import { readAddress } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

type TestOptions = { readonly as?: string }

export function define(command: Command): void {
  command
    .argument('<digest>')
    .argument('<address...>')
    .description('mail the next issue to these addresses only, marked [TEST]')
    .option('--as <address>', 'as this subscriber will receive it')
    .action(
      onStack((stack, report, digest: string, addresses: string[], options: TestOptions) =>
        testDigest(digest, addresses, options, stack, report),
      ),
    )
}

/** Mails the next issue, marked as a test, to some addresses only. The issue itself is not sent. */
async function testDigest(
  name: string,
  addresses: readonly string[],
  { as }: TestOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const recipients = await Promise.all(addresses.map((address) => readRecipient(address, stack)))
  const draft = await draftMail(name, as, stack, markTest)
  for (const destination of recipients) {
    const raw = draft.mailTo(destination)
    const { sender } = stack.site.publication
    const result = await stack.mail.submit({ source: sender.address, destination, raw, tags: { notice: 'test' } })
    if (result.kind !== 'submitted')
      throw new CommandFailure(`SES did not accept the mail to ${destination}: ${result.kind}.`)
  }
  const { subject } = draft.variant.mail
  report.answer({ subject, submitted: recipients }, [`“${subject}” was submitted to SES for ${recipients.join(', ')}.`])
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
