import { countDeliveries } from '../../core/deliveries/count-deliveries.ts'
import type { Delivery, DeliveryState } from '../../core/deliveries/delivery.ts'
import { phaseOf } from '../../core/deliveries/progress.ts'
import { findProblems, type RecipientNow } from '../../core/deliveries/verify-delivery.ts'
import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../digest/send.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { readNumber } from './show.ts'

/** Of a kind of problem so many are named. */
const mostNamed = 20

/**
 * Checks what the ledger promises: every recipient is accounted for, nobody has two mails unless a hand-over was given up
 * as unknown, and nobody was mailed who had left or is suppressed.
 */
export async function verifyIssue(digest: string, number: string, stack: Stack, report: Report): Promise<void> {
  const record = await stack.issues.get(readDigest(digest, stack), readNumber(number))
  if (!record) throw new CommandFailure(`There is no issue ${number} of the ${digest} digest.`)
  const { states, problems: found, repeats } = await readLedger(record, stack)
  const counts = countDeliveries(states)
  const state = phaseOf(record, counts, stack.site.publication.onUnknown)
  const problems = [...checkTotals(counts, state), ...(await checkPlanned(record, states.length, stack)), ...found]
  const { contentKey, ...shown } = record
  const lines =
    problems.length > 0 ? problems : [`${countOf(counts.recipients, 'recipient')}, every one accounted for.`]
  report.answer({ ...shown, state, counts, repeats, ok: problems.length === 0, problems }, [
    ...lines,
    ...(repeats > 0 ? [`${repeats} got it twice: their first hand-over had been given up as unknown.`] : []),
  ])
  if (problems.length > 0) process.exitCode = 1
}

function checkTotals({ recipients, ...parts }: ReturnType<typeof countDeliveries>, state: string): string[] {
  const sum = Object.values(parts).reduce((total, count) => total + count, 0)
  const open = parts.pending + parts.unknown
  return [
    ...(sum === recipients ? [] : [`The parts add up to ${sum}, not to ${recipients} recipients.`]),
    ...(state === 'sent' || (state === 'cancelled' && parts.pending === 0)
      ? []
      : [`It is ${state}: ${open} of ${recipients} deliveries are still open.`]),
  ]
}

/** What the planners counted, apart from the ledger. Somebody who left between two tries of one is in the ledger only. */
async function checkPlanned(record: IssueRecord, entries: number, { issues }: Stack): Promise<string[]> {
  const planned = [...(await issues.listPlanned(record)).values()].reduce((sum, count) => sum + count, 0)
  return planned > entries ? [`${planned} recipients were chosen, but the ledger has ${entries}.`] : []
}

async function readLedger(record: IssueRecord, stack: Stack) {
  const states: DeliveryState[] = []
  const problems: string[] = []
  let repeats = 0
  for await (const batch of inBatches(stack.deliveries.list(issueId(record)), 100)) {
    const recipients = await lookUp(batch, stack)
    for (const delivery of batch) {
      states.push(delivery.state)
      repeats += delivery.repeats.length
      const recipient = recipients.get(delivery.subscriberId) ?? {}
      if (problems.length < mostNamed)
        problems.push(...findProblems(delivery, recipient).map((problem) => `${delivery.subscriberId}: ${problem}.`))
    }
  }
  return { states, problems, repeats }
}

async function lookUp(batch: readonly Delivery[], stack: Stack): Promise<ReadonlyMap<string, RecipientNow>> {
  const { addressPepper } = await stack.readSecrets()
  const subscribers = await stack.subscribers.getMany(batch.map(({ subscriberId }) => subscriberId))
  const hashes = new Map(subscribers.map(({ id, address }) => [id, hashAddress(address, addressPepper)]))
  const suppressions = await stack.suppressions.getMany([...new Set(hashes.values())])
  return new Map(
    subscribers.map((subscriber) => {
      const suppression = suppressions.get(hashes.get(subscriber.id) ?? '')
      return [subscriber.id, { subscriber, suppression }]
    }),
  )
}

async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
