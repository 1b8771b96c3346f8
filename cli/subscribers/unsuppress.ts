import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { liftSuppression } from '../../operations/subscribers/lift-suppression.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('mail an address again that bounced')
    .addHelpText('after', '\nExample: postrider subscribers unsuppress ada@example.org')
    .action(onStack((stack, report, address: string) => unsuppress(address, stack, report)))
}

/** Lifts a suppression because of bounces, in Postrider and in SES. */
export async function unsuppress(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, wasSuppressed } = await liftSuppression(typed, stack)
  report.answer({ address, suppressed: false, wasSuppressed }, [
    wasSuppressed
      ? `${address} is not suppressed any more, neither in Postrider nor in SES.`
      : `${address} was not suppressed, so nothing changed.`,
  ])
}
