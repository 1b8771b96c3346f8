import type { Outcome } from '../deliveries/apply-delivery.ts'
import type { Statistics } from '../issues/issue.ts'

/** Percentages, and a number of mails. */
export type PauseLimits = { readonly bounces: number; readonly complaints: number; readonly minimumSample: number }

/** A single bounce or complaint never pauses an issue. */
const minimumReports = 2

const finalOutcomes: readonly Outcome[] = ['delivered', 'softBounced', 'bounced', 'rejected', 'complained']

/** Percentages of the mails for which SES has reported a final outcome. */
export function feedbackRates(statistics: Statistics): {
  readonly reported: number
  readonly bounces: number
  readonly complaints: number
} {
  const reported = finalOutcomes.reduce((sum, outcome) => sum + countOf(statistics, outcome), 0)
  const percent = (outcome: Outcome) => (reported > 0 ? (100 * countOf(statistics, outcome)) / reported : 0)
  return { reported, bounces: percent('bounced'), complaints: percent('complained') }
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
): 'bounces' | 'complaints' | undefined {
  const since = Object.fromEntries(
    Object.entries(statistics).map(([outcome, count]) => [outcome, count - countOf(forgiven ?? {}, outcome)]),
  )
  const { reported, bounces, complaints } = feedbackRates(since)
  if (reported < limits.minimumSample) return undefined
  if (complaints > limits.complaints && countOf(since, 'complained') >= minimumReports) return 'complaints'
  return bounces > limits.bounces && countOf(since, 'bounced') >= minimumReports ? 'bounces' : undefined
}

function countOf(statistics: Statistics, outcome: string): number {
  return statistics[outcome] ?? 0
}
