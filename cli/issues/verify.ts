import type { Command } from 'commander'
import { readCounts } from '../../aws/deliveries/read-counts.ts'
import type { Delivery, DeliveryState } from '../../core/deliveries/delivery.ts'
import { applyLedgerCounts, countDeliveries, isUncounted } from '../../core/deliveries/progress.ts'
import { type RecipientNow, verifyDelivery } from '../../core/deliveries/verify-delivery.ts'
import { type DeliveryCounts, type IssueRecord, issueId } from '../../core/issues/issue.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { countOf } from '../../core/text/count-of.ts'
import { inBatches } from '../../operations/batches.ts'
import { getIssue, recordEnd, showRecord } from '../../operations/issues/count-issue.ts'
import { readAnyDigest, readIssueNumber } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

/** Maximum problems listed. */
const maximumProblems = 20

export function define(command: Command): void {
  command
    .argument('<digest>')
    .argument('<number>')
    .description('check that every recipient is accounted for')
    .action(onStack((stack, report, digest: string, number: string) => verifyIssue(digest, number, stack, report)))
}

/**
 * Checks the guarantees of the ledger: every recipient is accounted for. No recipient received two mails, unless the
 * first delivery was given up as unknown. No mail went to a person who had unsubscribed or is suppressed. The counts of the
 * batches, which decide whether the issue has ended, are those of the ledger.
 */
export async function verifyIssue(digest: string, number: string, stack: Stack, report: Report): Promise<void> {
  const before = await getIssue(await readAnyDigest(digest, stack), readIssueNumber(number), stack)
  const ledger = await readLedger(before, stack)
  const { repeats } = ledger
  const counts = countDeliveries(ledger.states)
  const record = isUncounted(before) ? applyLedgerCounts(before, counts, stack.site.publication.onUnknown) : before
  await recordEnd(before, record, stack)
  const issue = { ...showRecord(record), counts }
  const problems = [
    ...checkTotals(issue.counts, issue.state),
    ...(await checkPlanned(record, ledger.states.length, stack)),
    ...(isUncounted(before) ? [] : checkCounts(counts, (await readCounts(record, stack)).counts, issue.state)),
    ...ledger.problems,
  ]
  const isComplete = problems.length === 0
  report.answer({ ...issue, repeats, ok: isComplete, problems }, [
    ...(isComplete ? [`${countOf(issue.counts.recipients, 'recipient')}, all accounted for.`] : problems),
    ...(repeats > 0
      ? [`${countOf(repeats, 'mail')} sent again: the first delivery had been given up as unknown.`]
      : []),
  ])
  if (!isComplete) process.exitCode = 1
}

export function checkTotals({ recipients, ...parts }: DeliveryCounts, state: string): string[] {
  const sum = Object.values(parts).reduce((total, count) => total + count, 0)
  const open = parts.pending + parts.unknown
  const isOver = (state === 'submitted' || state === 'cancelled' || state === 'expired') && parts.pending === 0
  return [
    ...(sum === recipients ? [] : [`The parts add up to ${sum}, not to ${recipients} recipients.`]),
    ...(isOver ? [] : [`The issue is ${state}: ${open} of ${recipients} deliveries are still open.`]),
  ]
}

/** Compares the ledger with the counts of an issue that has ended. Before, the counts lack the batches that are open. */
export function checkCounts(ledger: DeliveryCounts, counted: DeliveryCounts, state: string): string[] {
  if (state !== 'submitted') return []
  const entries = Object.entries(counted) as [keyof DeliveryCounts, number][] // the keys of DeliveryCounts
  return entries
    .filter(([name, count]) => ledger[name] !== count)
    .map(([name, count]) => `${name}: the issue counts ${count}, the ledger has ${ledger[name]}.`)
}

/**
 * Compares the ledger with the planners' own counts. The ledger may have more entries, because a subscriber who left
 * between two attempts of a planner of an older version is only in the ledger.
 */
async function checkPlanned(record: IssueRecord, entries: number, { issues }: Stack): Promise<string[]> {
  const shards = [...(await issues.listPlanned(record)).values()]
  const planned = shards.reduce((sum, { recipients }) => sum + recipients, 0)
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
      if (problems.length < maximumProblems)
        problems.push(...verifyDelivery(delivery, recipient).map((problem) => `${delivery.subscriberId}: ${problem}.`))
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
