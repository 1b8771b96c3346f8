import { parseSchedule } from 'schedule-expressions/occurrences'
import type { CostLine, PricedUnit } from './prices.ts'

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }
export type CostedTemplate = { readonly Resources: Readonly<Record<string, Resource>> }

/** A month has 365 / 12 days. */
const minutesPerMonth = (365 / 12) * 24 * 60
const year = { start: new Date('2027-01-01T00:00:00Z'), end: new Date('2028-01-01T00:00:00Z') } as const

/**
 * Long polls of an idle queue. A mapping keeps two pollers, and five if its maximum concurrency is set
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html). Each poll waits 20 s.
 */
const pollers = { idle: 2, limited: 5 } as const
const pollsPerMinute = 3

/** What a scheduled run that finds nothing to do needs. Measured locally; in the cloud, most of the time is waiting. */
const idleRun = { seconds: 0.1, logBytes: 1_000 } as const

/** The requests of such a run, by the end of its Lambda's id. S3 charges for a list as for a write. */
const idleRequests: Readonly<Record<string, Partial<Record<PricedUnit, number>>>> = {
  PublishDueArticles: { dynamoRead: 2 },
  SendWelcomeMails: { dynamoRead: 1 },
  CompleteDeployment: { dynamoRead: 1 },
  // Its record, the deployment, the feeds, the open issues and the digests; and the metric of each queue, and two rates of SES.
  CheckStack: { dynamoRead: 6, dynamoWrite: 1, metricRequest: 10 },
  // Lists the uploads before and after the receipts in one run, and the receipts and their uploads in the other.
  ReconcileUploads: { s3Write: 2 },
  ComposeIssue: { dynamoRead: 4 },
}

/** Lists what a deployed stack uses in a month without articles, visitors or mails. */
export function idleUsage({ Resources }: CostedTemplate): readonly CostLine[] {
  const resources = Object.entries(Resources).map(([id, { Type, Properties = {} }]) => ({ id, Type, ...Properties }))
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type) as readonly Properties[]
  const runs = ofType('AWS::Scheduler::Schedule').map((schedule) => ({
    runs: runsPerMonth(String(schedule.ScheduleExpression), String(schedule.ScheduleExpressionTimezone ?? 'UTC')),
    lambda: targetOf(schedule),
    memory: Number(Resources[targetOf(schedule)]?.Properties?.MemorySize ?? 128),
  }))
  const requests = (what: string, unit: PricedUnit): CostLine => ({
    what: `${what} of scheduled runs`,
    unit,
    quantity: sum(runs.map((each) => each.runs * requestsOf(each.lambda, unit))),
  })
  const invocations = sum(runs.map((each) => each.runs))
  return [
    ...ofType('AWS::Lambda::EventSourceMapping').filter(isQueueMapping).map(pollingOf),
    { what: 'scheduled runs', unit: 'scheduledRun', quantity: invocations },
    { what: 'invocations by schedules', unit: 'lambdaRequest', quantity: invocations },
    {
      what: `scheduled runs of ${idleRun.seconds} s`,
      unit: 'lambdaSecond',
      quantity: sum(runs.map((each) => each.runs * idleRun.seconds * (each.memory / 1024))),
    },
    requests('reads', 'dynamoRead'),
    requests('writes', 'dynamoWrite'),
    requests('lists of objects', 's3Write'),
    requests('reads of metrics', 'metricRequest'),
    { what: 'logs of scheduled runs', unit: 'logGigabyte', quantity: (invocations * idleRun.logBytes) / 1e9 },
    { what: 'alarms', unit: 'alarmMetric', quantity: sum(ofType('AWS::CloudWatch::Alarm').map(metricsOf)) },
    { what: 'custom metrics', unit: 'customMetric', quantity: countFilterMetrics(ofType('AWS::Logs::MetricFilter')) },
    ...ofType('AWS::CloudWatch::Dashboard').map(dashboardOf),
  ]
}

type Properties = Readonly<Record<string, unknown>> & { readonly id: string }

/** Lambda reads DynamoDB streams free of charge. */
function isQueueMapping({ EventSourceArn }: Properties): boolean {
  return !/StreamArn|:stream\//.test(JSON.stringify(EventSourceArn))
}

function pollingOf({ FunctionName, ScalingConfig }: Properties): CostLine {
  const count = ScalingConfig === undefined ? pollers.idle : pollers.limited
  const [name] = Object.values(FunctionName ?? {}) // { Ref: logical id }
  return { what: `${count} pollers of ${name}`, unit: 'sqsRequest', quantity: count * pollsPerMinute * minutesPerMonth }
}

function runsPerMonth(expression: string, timeZone: string): number {
  const { next } = parseSchedule(expression, timeZone)
  let runs = 0
  for (let at = next(year.start, year.start); at && at < year.end; at = next(at, year.start)) runs += 1
  return runs / 12
}

/** Returns the logical id of the Lambda that a schedule invokes. */
function targetOf({ Target }: Properties): string {
  const [, id = ''] = /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(Target)) ?? []
  return id
}

/** Returns how many requests of a kind a run of the Lambda needs. Logical ids end with a hash. */
function requestsOf(lambda: string, unit: PricedUnit): number {
  const name = lambda.replace(/[0-9A-F]{8}$/, '')
  const [, requests = {}] = Object.entries(idleRequests).find(([end]) => name.endsWith(end)) ?? []
  return requests[unit] ?? 0
}

/** Returns the number of metrics that an alarm evaluates. Each is billed. */
function metricsOf({ Metrics }: Properties): number {
  if (!Array.isArray(Metrics)) return 1
  return Metrics.filter((metric: Readonly<Record<string, unknown>>) => 'MetricStat' in metric).length
}

/** Metrics of a dashboard that can be free of charge. */
const smallDashboard = 50

/** A large dashboard is never free of charge. */
function dashboardOf({ DashboardBody }: Properties): CostLine {
  const { widgets = [] } = JSON.parse(textOf(DashboardBody)) as { widgets?: readonly Widget[] } // CloudWatch's form
  const metrics = sum(widgets.map(({ properties }) => properties?.metrics?.length ?? 0))
  const unit = metrics > smallDashboard ? 'largeDashboard' : 'dashboard'
  return { what: `a dashboard of ${metrics} metrics`, unit, quantity: 1 }
}

type Widget = { readonly properties?: { readonly metrics?: readonly unknown[] } }

/** Returns a text of the template with a placeholder for each part that is known only in a deployment. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [, parts] = (value as { 'Fn::Join': readonly [string, readonly unknown[]] })['Fn::Join'] // as CDK writes it
  return parts.map((part) => (typeof part === 'string' ? part : 'x')).join('')
}

/** Counts the metrics that are published all the time. Without a default value, a filter publishes only what it finds. */
function countFilterMetrics(filters: readonly Properties[]): number {
  const names = filters.flatMap(({ MetricTransformations }) =>
    (MetricTransformations as readonly Readonly<Record<string, unknown>>[])
      .filter(({ DefaultValue }) => DefaultValue !== undefined)
      .map(({ MetricNamespace, MetricName }) => JSON.stringify([MetricNamespace, MetricName])),
  )
  return new Set(names).size
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
