/** What one unit of a service costs in us-east-1. */
export type Price = {
  /** US dollars for `per` units. */
  readonly usd: number
  readonly per: number
  /** Units that an account gets free of charge each month, without an end date. */
  readonly free: number
  /** The page of AWS that states the price. */
  readonly source: string
}

/** The date on which the prices were compared with public sources. AWS changes prices: check the sources again. */
export const pricesAsOf = '2026-11-29'

const million = 1_000_000

export const prices = {
  /** A request to a standard queue, including each receive that returns nothing. */
  sqsRequest: { usd: 0.4, per: million, free: million, source: 'https://aws.amazon.com/sqs/pricing/' },
  snsPublish: { usd: 0.5, per: million, free: million, source: 'https://aws.amazon.com/sns/pricing/' },
  lambdaRequest: { usd: 0.2, per: million, free: million, source: 'https://aws.amazon.com/lambda/pricing/' },
  /** A second with 1 GB of memory on arm64. */
  lambdaSecond: { usd: 0.0000133334, per: 1, free: 400_000, source: 'https://aws.amazon.com/lambda/pricing/' },
  scheduledRun: { usd: 1, per: million, free: 14 * million, source: 'https://aws.amazon.com/eventbridge/pricing/' },
  /** A custom event of up to 64 KB. Events of AWS itself are free. */
  busEvent: { usd: 1, per: million, free: 0, source: 'https://aws.amazon.com/eventbridge/pricing/' },
  /** A metric that an alarm evaluates, for a month. */
  alarmMetric: { usd: 0.1, per: 1, free: 10, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
  /** A custom metric that is published all month. */
  customMetric: { usd: 0.3, per: 1, free: 10, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
  /** A request to read a metric. */
  metricRequest: { usd: 0.01, per: 1000, free: million, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
  /** A dashboard with at most 50 metrics. */
  dashboard: { usd: 3, per: 1, free: 3, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
  /** A dashboard with more than 50 metrics. */
  largeDashboard: { usd: 3, per: 1, free: 0, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
  logGigabyte: { usd: 0.5, per: 1, free: 5, source: 'https://aws.amazon.com/cloudwatch/pricing/' },
  /** A write of up to 1 KB. In a transaction, each write counts twice. */
  dynamoWrite: { usd: 0.625, per: million, free: 0, source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  /** A consistent read of up to 4 KB. */
  dynamoRead: { usd: 0.125, per: million, free: 0, source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  /** A gigabyte in tables, for a month. */
  tableGigabyte: { usd: 0.25, per: 1, free: 25, source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  /** A gigabyte in tables that can be restored to any point in time, for a month. */
  recoveryGigabyte: { usd: 0.2, per: 1, free: 0, source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' },
  /** A mail à la carte. Accounts opened since 2026-07-21 pay `newAccountMail`. */
  mail: { usd: 0.1, per: 1000, free: 0, source: 'https://aws.amazon.com/ses/pricing/' },
  newAccountMail: { usd: 0.16, per: 1000, free: 0, source: 'https://aws.amazon.com/ses/pricing/' },
  httpRequest: { usd: 1, per: million, free: 0, source: 'https://aws.amazon.com/api-gateway/pricing/' },
  /** A run of an edge function. */
  edgeRun: { usd: 0.1, per: million, free: 2 * million, source: 'https://aws.amazon.com/cloudfront/pricing/' },
  s3Write: { usd: 0.005, per: 1000, free: 0, source: 'https://aws.amazon.com/s3/pricing/' },
  s3Read: { usd: 0.0004, per: 1000, free: 0, source: 'https://aws.amazon.com/s3/pricing/' },
} as const satisfies Readonly<Record<string, Price>>

export type PricedUnit = keyof typeof prices

/** A line of a bill. */
export type CostLine = { readonly what: string; readonly unit: PricedUnit; readonly quantity: number }

/** US dollars a month. `gross` is without the free amounts. */
export type Bill = {
  readonly lines: readonly (CostLine & { readonly usd: number; readonly gross: number })[]
  readonly usd: number
  readonly gross: number
}

/** Prices the lines. The free amount of a unit is shared by its lines in order. */
export function priceLines(lines: readonly CostLine[]): Bill {
  const free = new Map<PricedUnit, number>()
  const priced = lines.map((line) => {
    const { usd, per, free: monthly } = prices[line.unit]
    const available = free.get(line.unit) ?? monthly
    const charged = Math.max(0, line.quantity - available)
    free.set(line.unit, Math.max(0, available - line.quantity))
    return { ...line, usd: (charged * usd) / per, gross: (line.quantity * usd) / per }
  })
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return { lines: priced, usd: sum(priced.map(({ usd }) => usd)), gross: sum(priced.map(({ gross }) => gross)) }
}
