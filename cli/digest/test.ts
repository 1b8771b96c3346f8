import type { Command } from 'commander'
import { mailTest } from '../../operations/digest/mail-test.ts'
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

async function testDigest(
  name: string,
  addresses: readonly string[],
  { as }: TestOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const { subject, submitted } = await mailTest(name, addresses, as, stack)
  report.answer({ subject, submitted }, [`“${subject}” was submitted to SES for ${submitted.join(', ')}.`])
}
