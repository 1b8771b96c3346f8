import type { IssueState, IssueStop } from '../issues/issue.ts'
import type { DeliveryCounts, DeliveryState } from './delivery.ts'
import { mailInterval, roomToday, type SharedPace } from './send-pace.ts'

/** Adds up an issue's deliveries; a hand-over under way counts as pending. `recipients` is always the sum of the others. */
export function countDeliveries(states: Iterable<DeliveryState>): DeliveryCounts {
  const counts = { recipients: 0, submitted: 0, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
  for (const state of states) {
    counts.recipients += 1
    counts[state === 'claimed' ? 'pending' : state] += 1
  }
  return counts
}

/** How far an issue is. `sent`: every recipient is accounted for, and nothing more happens by itself. */
export type Phase = 'composed' | 'planning' | 'sending' | 'sent' | 'paused' | 'cancelled'

export function phaseOf(
  { state, hold }: { readonly state: IssueState; readonly hold?: IssueStop | undefined },
  { pending, unknown }: DeliveryCounts,
  onUnknown: 'leave' | 'resend',
): Phase {
  // Where the publication leaves unknown hand-overs alone, nothing more becomes of them.
  const open = pending + (onUnknown === 'resend' ? unknown : 0)
  if (hold && (hold.kind === 'cancelled' || open > 0 || state !== 'planned')) return hold.kind
  if (state !== 'planned') return state
  return open > 0 ? 'sending' : 'sent'
}

const day = 86_400_000

/**
 * When so many mails will have been handed over, at the rate of right now; whole days more where the quota of a day does
 * not suffice. Undefined as long as SES was never asked for the quota. Instants in milliseconds since 1970.
 */
export function estimateEnd(mails: number, rate: SharedPace | undefined, now: number): number | undefined {
  if (!rate || rate.quota.perSecond <= 0 || rate.quota.perDay === 0) return undefined
  const today = roomToday(rate)
  const days = mails > today ? Math.ceil((mails - today) / rate.quota.perDay) : 0
  const rest = days > 0 ? mails - today - (days - 1) * rate.quota.perDay : mails
  return now + days * day + rest * mailInterval(rate, now)
}
