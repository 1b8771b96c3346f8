import type { Subscriber, Suppression } from '../subscribers/subscriber.ts'
import type { Delivery } from './delivery.ts'

/** What is known now of the recipient of a delivery. */
export type RecipientNow = {
  readonly subscriber?: Subscriber | undefined
  readonly suppression?: Suppression | undefined
}

/** Milliseconds: a request to leave, or SES's report, may have been under way while the recipient was looked up. */
const underWay = 10_000

/** What a delivery says that the ledger promises never to let happen. */
export function verifyDelivery(delivery: Delivery, { subscriber, suppression }: RecipientNow): string[] {
  const { state, repeats, givenUp, attempts, handedOverAt, messageId, claim } = delivery
  const isBefore = (instant: string | undefined) =>
    instant !== undefined && handedOverAt !== undefined && Date.parse(instant) + underWay < Date.parse(handedOverAt)
  const submitted = state === 'submitted'
  const left = subscriber?.state === 'unsubscribed' && isBefore(subscriber.unsubscribedAt)
  return [
    ...(submitted !== (messageId !== undefined)
      ? [`it is ${state}, ${submitted ? 'without' : 'with'} a message id`]
      : []),
    ...((state === 'claimed' || state === 'unknown') !== (claim !== undefined) ? [`it is ${state}, claim or not`] : []),
    ...(submitted && attempts < 1 ? ['it is submitted, but nobody handed it over'] : []),
    ...(repeats.length > givenUp
      ? [`SES has it ${repeats.length + 1} times, ${givenUp} hand-overs were given up`]
      : []),
    ...(submitted && left ? ['it was handed over after its recipient had unsubscribed'] : []),
    ...(submitted && isBefore(suppression?.notedAt) ? ['it was handed over to a suppressed address'] : []),
  ]
}
