import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { describeSuppression } from '../../core/subscribers/describe-refusal.ts'
import { endBlock } from '../../core/subscribers/suppression.ts'
import type { Stack } from '../../operations/stack.ts'
import { readHash } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('undo `subscribers block`')
    .addHelpText('after', '\nExample: postrider subscribers unblock ada@example.org')
    .action(onStack((stack, report, address: string) => unblock(address, stack, report)))
}

/** Lifts a block only. If the address also bounced, it stays suppressed for that. */
export async function unblock(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, hash } = await readHash(typed, stack)
  const { wasBlocked, after } = await saveWithRetry(async () => {
    const before = await stack.suppressions.get(hash)
    if (before?.reason !== 'operator') return { wasBlocked: false, after: before }
    const after = endBlock(before)
    const { suppressions } = stack
    const result = await (after ? suppressions.replace(hash, before, after) : suppressions.remove(hash, before))
    return result === 'saved' ? { wasBlocked: true, after } : 'superseded'
  })
  report.answer({ address, blocked: false, wasBlocked, suppressed: after !== undefined }, [
    wasBlocked ? `${address} is not blocked any more.` : `${address} was not blocked, so nothing changed.`,
    ...(after ? [`It is still ${describeSuppression(after)}.`] : []),
    ...(after?.reason === 'bounce' ? ['If its mailbox works again, use `subscribers unsuppress`.'] : []),
  ])
}
