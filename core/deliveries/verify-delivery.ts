import type { Subscriber, Suppression } from '../subscribers/subscriber.ts'
import { countOf } from '../text/count-of.ts'
import type { Delivery } from './delivery.ts'

/** The recipient of a delivery as they are now. */
export type RecipientNow = {
  readonly subscriber?: Subscriber | undefined
  readonly suppression?: Suppression | undefined
}

/**
 * Milliseconds. A request to unsubscribe, or a report from SES, may be under way while a sender reads the recipient.
 */
const tolerance = 10_000

/** Returns the ways in which a delivery breaks the promises of the ledger. */
export function verifyDelivery(delivery: Delivery, { subscriber, suppression }: RecipientNow): string[] {
  const { state, repeats, givenUp, attempts, handedOverAt, messageId, claim } = delivery
  const isBefore = (instant: string | undefined) =>
    instant !== undefined && handedOverAt !== undefined && Date.parse(instant) + tolerance < Date.parse(handedOverAt)
  const submitted = state === 'submitted'
  const hadUnsubscribed = subscriber?.state === 'unsubscribed' && isBefore(subscriber.unsubscribedAt)
  return [
    ...(submitted !== (messageId !== undefined)
      ? [`it is ${state}, ${submitted ? 'without' : 'with'} a message id`]
      : []),
    ...((state === 'claimed' || state === 'unknown') !== (claim !== undefined)
      ? [`it is ${state}, ${claim ? 'with' : 'without'} a claim`]
      : []),
    ...(submitted && attempts < 1 ? ['it is submitted, but was never claimed'] : []),
    ...(repeats.length > givenUp
      ? [`SES accepted it ${repeats.length + 1} times, but ${countOf(givenUp, 'submission')} had been given up`]
      : []),
    ...(submitted && hadUnsubscribed ? ['it was submitted after its recipient had unsubscribed'] : []),
    ...(submitted && isBefore(suppression?.notedAt) ? ['it was submitted to a suppressed address'] : []),
  ]
}
