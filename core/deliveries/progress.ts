import type { IssueState, IssueStop } from '../issues/issue.ts'
import type { DeliveryCounts, DeliveryState } from './delivery.ts'
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

/** The phase of an issue. `sent`: every recipient is accounted for, and nothing more happens without a command. */
export type Phase = 'composed' | 'planning' | 'sending' | 'sent' | 'paused' | 'cancelled'

/** Returns the phase of an issue, from its row and the counts of its deliveries. */
export function phaseOf(
  { state, hold }: { readonly state: IssueState; readonly hold?: IssueStop | undefined },
  { pending, unknown }: DeliveryCounts,
  onUnknown: 'leave' | 'resend',
): Phase {
  // With `onUnknown: leave`, unknown deliveries stay unknown.
  const open = pending + (onUnknown === 'resend' ? unknown : 0)
  if (hold && (hold.kind === 'cancelled' || open > 0 || state !== 'planned')) return hold.kind
  if (state !== 'planned') return state
  return open > 0 ? 'sending' : 'sent'
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
