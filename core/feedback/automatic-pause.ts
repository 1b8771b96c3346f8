import type { Outcome } from '../deliveries/apply-delivery.ts'
import type { Statistics } from '../issues/issue.ts'

/** Percentages, and a number of mails. */
export type Limits = { readonly bounces: number; readonly complaints: number; readonly minimumSample: number }

/** One complaint, or one bounce, is no rate yet. */
const fewest = 2

const final: readonly Outcome[] = ['delivered', 'softBounced', 'bounced', 'rejected', 'complained']

/** Percentages of those mails that SES has reported on finally. */
export function feedbackRates(statistics: Statistics): {
  readonly reported: number
  bounces: number
  complaints: number
} {
  const reported = final.reduce((sum, outcome) => sum + countOf(statistics, outcome), 0)
  const percent = (outcome: Outcome) => (reported > 0 ? (100 * countOf(statistics, outcome)) / reported : 0)
  return { reported, bounces: percent('bounced'), complaints: percent('complained') }
}

/**
 * Why an issue must stop by itself, before the provider stops the whole account; undefined where all is well. What was
 * reported before the operator resumed it is forgiven.
 */
export function reasonToPause(
  statistics: Statistics,
  forgiven: Statistics | undefined,
  limits: Limits,
): 'bounces' | 'complaints' | undefined {
  const since = Object.fromEntries(
    Object.entries(statistics).map(([outcome, count]) => [outcome, count - countOf(forgiven ?? {}, outcome)]),
  )
  const { reported, bounces, complaints } = feedbackRates(since)
  if (reported < limits.minimumSample) return undefined
  if (complaints > limits.complaints && countOf(since, 'complained') >= fewest) return 'complaints'
  return bounces > limits.bounces && countOf(since, 'bounced') >= fewest ? 'bounces' : undefined
}

function countOf(statistics: Statistics, outcome: string): number {
  return statistics[outcome] ?? 0
}
