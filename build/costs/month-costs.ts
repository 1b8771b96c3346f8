import { type CostedTemplate, idleUsage } from './idle-costs.ts'
import { clickUsage, mailUsage } from './mail-costs.ts'
import type { CostLine } from './prices.ts'

/** What a stack uses in a month, besides what it uses while it is idle. */
export type MonthFigures = {
  readonly mails: number
  /** The account's sending rate. */
  readonly perSecond: number
  readonly senders: number
  readonly clicks: number
  /** Requests for pages, feeds and subscription links. Undefined if nobody counts them. */
  readonly requests: number | undefined
  /** Bytes in tables, each of which is also kept for the recovery to any point in time. */
  readonly tableBytes: number
}

/** Edge functions that a request runs. */
const edgeRuns = 2

/** Lists what a stack uses in a month, without the price of SES itself. */
export function monthUsage(template: CostedTemplate, figures: MonthFigures): readonly CostLine[] {
  const { clicks, requests = 0, tableBytes } = figures
  const gigabytes = tableBytes / 1e9
  return [
    ...idleUsage(template),
    ...mailUsage(figures),
    ...(clicks > 0 ? clickUsage(clicks) : []),
    { what: 'edge functions of requests', unit: 'edgeRun', quantity: requests * edgeRuns },
    { what: 'gigabytes in tables', unit: 'tableGigabyte', quantity: gigabytes },
    { what: 'gigabytes that can be restored', unit: 'recoveryGigabyte', quantity: gigabytes },
  ]
}
