import type { Outcome } from '../deliveries/apply-delivery.ts'
import type { Statistics } from '../issues/issue.ts'

/** Percentages, and a number of mails. */
export type PauseLimits = {
  readonly bounces: number
  readonly complaints: number
  readonly refusals: number
  readonly minimumSample: number
}

export type PauseReason = 'bounces' | 'complaints' | 'refusals'

/** A single bounce or complaint never pauses an issue. */
const minimumReports = 2
/**
 * Refusals pause an issue of any size, because the remaining mails would be refused as well: the cause is on our side. So many
 * are no coincidence.
 */
const minimumRefusals = 3

const finalOutcomes: readonly Outcome[] = ['delivered', 'softBounced', 'refused', 'bounced', 'rejected', 'complained']

/** Percentages of the mails for which SES has reported a final outcome. */
export function feedbackRates(statistics: Statistics): {
  readonly reported: number
  readonly bounces: number
  readonly complaints: number
  readonly refusals: number
} {
  const reported = finalOutcomes.reduce((sum, outcome) => sum + countOf(statistics, outcome), 0)
  const percent = (outcome: Outcome) => (reported > 0 ? (100 * countOf(statistics, outcome)) / reported : 0)
  return { reported, bounces: percent('bounced'), complaints: percent('complained'), refusals: percent('refused') }
}

/**
 * Returns why an issue must be paused, so that SES does not suspend the whole account; undefined if its rates are
 * acceptable. Reports from before the operator last resumed the issue do not count.
 * @param forgiven the statistics when the operator last resumed it
 */
export function reasonToPause(
  statistics: Statistics,
  forgiven: Statistics | undefined,
  limits: PauseLimits,
): PauseReason | undefined {
  const since = Object.fromEntries(
    Object.entries(statistics).map(([outcome, count]) => [outcome, count - countOf(forgiven ?? {}, outcome)]),
  )
  const { reported, bounces, complaints, refusals } = feedbackRates(since)
  if (refusals > limits.refusals && countOf(since, 'refused') >= minimumRefusals) return 'refusals'
  if (reported < limits.minimumSample) return undefined
  if (complaints > limits.complaints && countOf(since, 'complained') >= minimumReports) return 'complaints'
  return bounces > limits.bounces && countOf(since, 'bounced') >= minimumReports ? 'bounces' : undefined
}

function countOf(statistics: Statistics, outcome: string): number {
  return statistics[outcome] ?? 0
}
