import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { planUnsuppression } from '../../core/subscribers/plan-unsuppression.ts'
import { CommandFailure } from '../command-failure.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { readHash } from './find-subscriber.ts'

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
    const spellings = await spellingsOf(address, hash, stack)
    const reasons = await Promise.all(spellings.map(stack.accountSuppressions.get))
    const listed = reasons.find((reason) => reason === 'complaint') ?? reasons.find(Boolean)
    const plan = planUnsuppression(suppression, listed)
    if (plan === 'complaint' || plan === 'blocked') {
      throw new CommandFailure(`${address} stays suppressed, because ${refusals[plan]}.`)
    }
    for (const spelling of spellings) if (listed) await stack.accountSuppressions.remove(spelling)
    return (await stack.suppressions.remove(hash, suppression)) === 'saved' ? plan : 'superseded'
  })
  report.answer({ address, suppressed: false, wasSuppressed: outcome === 'lift' }, [
    outcome === 'lift'
      ? `${address} is not suppressed any more, neither in Postrider nor in SES.`
      : `${address} was not suppressed, so nothing changed.`,
  ])
}

/** SES lists an address as it was mailed. */
async function spellingsOf(typed: string, hash: string, { subscribers }: Stack): Promise<string[]> {
  const mailed = (await subscribers.find(hash))?.address ?? typed
  return [...new Set([typed, mailed, typed.toLowerCase()])]
}
