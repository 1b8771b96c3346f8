import { setTimeout as sleep } from 'node:timers/promises'
import { deliver, type Outcome } from '../../aws/deliveries/deliver.ts'
import { type Delivery, ledgerEntry } from '../../core/deliveries/delivery.ts'
import { checkEligibility, type Decision } from '../../core/deliveries/eligibility.ts'
import { type IssueStop, issueId } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { Result, Sender } from './sender.ts'

/** Looks up all recipients at once, then submits their mails one by one, `interval` milliseconds apart. */
export async function submitAll(recipients: readonly Recipient[], interval: number, sender: Sender): Promise<Result[]> {
  const now = sender.clock()
  const decide = await readEligibility(recipients, sender)
  return Promise.all(
    recipients.map(async (recipient, place) => {
      await sleep(place * interval)
      if (sender.backoff) return { recipient, backoff: sender.backoff }
      return attempt(recipient, () => deliver(entryOf(recipient, sender), decide(recipient, now), now, sender))
    }),
  )
}

/** Stores the deliveries of a paused issue for later, and skips those of a cancelled one. */
export function storeAll(recipients: readonly Recipient[], stop: IssueStop, sender: Sender): Promise<Result[]> {
  const now = sender.clock()
  const cancelled: Decision = { kind: 'skipped', reason: 'cancelled' }
  return Promise.all(
    recipients.map((recipient) =>
      attempt(recipient, async () => {
        if (stop.kind === 'cancelled') return deliver(entryOf(recipient, sender), cancelled, now, sender)
        await sender.deliveries.add(entryOf(recipient, sender))
        return {}
      }),
    ),
  )
}

/** Returns the delivery to a recipient as planned. */
function entryOf(recipient: Recipient, { issue, batch }: Pick<Sender, 'issue' | 'batch'>): Delivery {
  return ledgerEntry(issueId(issue), recipient, batch)
}

/** Catches the error of one recipient, so that the others are not affected. */
async function attempt(recipient: Recipient, act: () => Promise<Outcome>): Promise<Result> {
  try {
    return { recipient, ...(await act()) }
  } catch (error) {
    return { recipient, error }
  }
}

type Decide = (recipient: Recipient, now: Date) => Decision

async function readEligibility(
  recipients: readonly Recipient[],
  { subscribers, suppressions, secrets }: Sender,
): Promise<Decide> {
  const ids = new Set(recipients.map(({ subscriberId }) => subscriberId))
  const byId = new Map((await subscribers.getMany([...ids])).map((subscriber) => [subscriber.id, subscriber]))
  const hashOf = ({ address = '' }: Partial<Subscriber>) => hashAddress(address, secrets.addressPepper)
  const suppressed = await suppressions.getMany([...new Set([...byId.values()].map(hashOf))])
  return ({ subscriberId }, now) => {
    const subscriber = byId.get(subscriberId)
    return checkEligibility(subscriber, subscriber && suppressed.get(hashOf(subscriber)), now)
  }
}
