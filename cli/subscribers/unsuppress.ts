import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { planUnsuppression } from '../../core/subscribers/plan-unsuppression.ts'
import { isBarred } from '../../core/subscribers/suppression.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { readHash } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('mail an address again that bounced')
    .addHelpText('after', '\nExample: postrider subscribers unsuppress ada@example.org')
    .action(onStack((stack, report, address: string) => unsuppress(address, stack, report)))
}

const refusals = {
  complaint: 'its owner marked a mail as spam. Complaints are never lifted',
  blocked: 'you blocked it. To undo this, use `subscribers unblock`',
}

/**
 * Lifts a suppression because of bounces, in Postrider and in SES. SES's list comes first: if the command stops there,
 * Postrider still mails nothing, and repeating the command does the rest.
 */
export async function unsuppress(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, hash } = await readHash(typed, stack)
  const outcome = await saveWithRetry(async () => {
    const suppression = await stack.suppressions.get(hash)
    const subscriber = await stack.subscribers.find(hash)
    const spellings = [address, subscriber?.address ?? address]
    const listed = isBarred(suppression) ? undefined : await stack.accountSuppressions.clear(spellings)
    const plan = planUnsuppression(suppression, listed)
    if (plan === 'complaint' || plan === 'blocked') {
      throw new CommandFailure(`${address} stays suppressed, because ${refusals[plan]}.`)
    }
    const liftedAt = plan === 'lift' ? new Date() : undefined
    return (await stack.suppressions.remove(hash, suppression, liftedAt)) === 'saved' ? plan : 'superseded'
  })
  report.answer({ address, suppressed: false, wasSuppressed: outcome === 'lift' }, [
    outcome === 'lift'
      ? `${address} is not suppressed any more, neither in Postrider nor in SES.`
      : `${address} was not suppressed, so nothing changed.`,
  ])
}
