import type { DeliveryCounts, IssueRecord, IssueState } from '../issues/issue.ts'
import type { DeliveryState } from './delivery.ts'
import { mailInterval, roomToday, type SharedPace } from './send-pace.ts'

/** Counts deliveries by state. A claimed one counts as pending. `recipients` is always the sum of the others. */
export function countDeliveries(states: Iterable<DeliveryState>): DeliveryCounts {
  const counts = { recipients: 0, submitted: 0, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
  for (const state of states) {
    counts.recipients += 1
    counts[state === 'claimed' ? 'pending' : state] += 1
  }
  return counts
}

/**
 * What an issue is doing, for people. `planned`: it was planned before batches were counted, and nobody has counted its
 * ledger since. `sending`: all recipients are chosen, and some deliveries are open.
 */
export type Phase = IssueState | 'sending' | 'paused'

export function phaseOf({
  state,
  hold,
  counts,
  recipients,
}: Pick<IssueRecord, 'state' | 'hold' | 'counts' | 'recipients'>): Phase {
  if (state === 'cancelled' || hold?.kind === 'cancelled') return 'cancelled'
  // Failed mails of a submitted issue may be pending again, because an operator retries them.
  if (hold && (state !== 'submitted' || (counts?.pending ?? 0) > 0)) return 'paused'
  return state === 'planned' && recipients !== undefined ? 'sending' : state
}

/** True if mails of the issue may still be submitted. */
export function canPause({ state, counts }: Pick<IssueRecord, 'state' | 'counts'>): boolean {
  return state !== 'cancelled' && (state !== 'submitted' || (counts?.pending ?? 0) > 0)
}

/** True for an issue that was planned before batches were counted: only its ledger shows whether it has ended. */
export function isUncounted({ state, recipients }: Pick<IssueRecord, 'state' | 'recipients'>): boolean {
  return state === 'planned' && recipients === undefined
}

/** Returns the record of an uncounted issue as it would be if its batches had been counted. */
export function applyLedgerCounts(
  record: IssueRecord,
  counts: DeliveryCounts,
  onUnknown: 'leave' | 'resend',
): IssueRecord {
  // With `leave`, unknown deliveries stay unknown.
  const open = counts.pending + (onUnknown === 'resend' ? counts.unknown : 0)
  const { recipients } = counts
  if (open > 0 || record.hold?.kind === 'cancelled') return { ...record, recipients }
  const { hold, ...ended } = record
  return { ...ended, recipients, state: 'submitted', counts }
}

/**
 * Returns how many recipients of an issue are accounted for. `total`: how many there are; undefined until all are chosen,
 * because the counts contain only those that are chosen so far.
 */
export function progressOf({
  recipients,
  counts,
}: Pick<IssueRecord, 'recipients'> & { readonly counts: DeliveryCounts }): {
  readonly done: number
  readonly total: number | undefined
} {
  return { done: counts.recipients - counts.pending, total: recipients }
}

const day = 86_400_000

/**
 * Estimates when a number of mails will have been submitted at the present pace, and adds a day for each day whose
 * quota they use up. Undefined if no sender has read the quota yet, or if the account may not send. Instants in
 * milliseconds since 1970.
 */
export function estimateEnd(mails: number, pace: SharedPace | undefined, now: number): number | undefined {
  if (!pace || pace.quota.perSecond <= 0 || pace.quota.perDay === 0) return undefined
  const today = roomToday(pace)
  const days = mails > today ? Math.ceil((mails - today) / pace.quota.perDay) : 0
  const rest = days > 0 ? mails - today - (days - 1) * pace.quota.perDay : mails
  return now + days * day + rest * mailInterval(pace, now)
}
