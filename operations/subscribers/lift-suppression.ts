import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { planUnsuppression } from '../../core/subscribers/plan-unsuppression.ts'
import { isBarred } from '../../core/subscribers/suppression.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import { readHash } from './find-subscriber.ts'

const refusals = {
  complaint: 'its owner marked a mail as spam. Complaints are never lifted',
  blocked: 'you blocked it. To undo this, use `subscribers unblock`',
}

/**
 * Lifts a suppression because of bounces, in Postrider and in SES. SES's list comes first: if it stops there, Postrider still
 * mails nothing, and repeating it does the rest.
 *
 * @throws {CommandFailure} for a complaint or a block
 */
export async function liftSuppression(typed: string, stack: Stack) {
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
  return { address, wasSuppressed: outcome === 'lift' }
}
