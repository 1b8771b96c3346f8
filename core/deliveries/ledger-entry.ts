import type { Recipient } from '../messages.ts'
import type { Delivery } from './delivery.ts'

/** The delivery of an issue to a recipient, not handed over yet. */
export function ledgerEntry(issueId: string, { subscriberId, articles }: Recipient): Delivery {
  return {
    issueId,
    subscriberId,
    state: 'pending',
    articles,
    reason: undefined,
    claim: undefined,
    attempts: 0,
    handedOverAt: undefined,
    givenUp: 0,
    messageId: undefined,
    repeats: [],
    outcome: undefined,
  }
}
