import { expect, test } from 'vitest'
import { idleUsage } from '../../../build/costs/idle-costs.ts'
import { priceLines } from '../../../build/costs/prices.ts'
import { synthesizeStack } from '../../support/synthesize-stack.ts'

const operator = 'operator@example.org'
const template = await synthesizeStack({ operator })
const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
const nameOf = (id: string) => id.replace(/^Alarms|[0-9A-F]{8}$/g, '')

test('there is an alarm for each kind of loss', () => {
  expect(alarms.map(([id]) => nameOf(id)).sort()).toEqual([
    ...[
      'ApiErrors',
      'ApiLatency',
      'BounceRate',
      'ChecksMissing',
      'ComplaintRate',
      'DigestMissed',
      'Errors',
      'Failures',
    ],
    ...['IssuePaused', 'IssueUnfinished', 'QueueLate', 'SendingRestricted', 'SiteLate', 'Throttles'],
  ])
})

test('each alarm tells the operator when it begins and when it ends', () => {
  const [topic] = Object.keys(template.findResources('AWS::SNS::Topic')).filter((id) => id.startsWith('AlarmsTopic'))
  for (const [, { Properties }] of alarms) {
    expect(Properties.AlarmActions).toEqual([{ Ref: topic }])
    expect(Properties.OKActions).toEqual([{ Ref: topic }])
  }
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: operator })
})

test('without an operator, nobody is subscribed', async () => {
  const subscriptions = Object.values((await synthesizeStack()).findResources('AWS::SNS::Subscription'))
  expect(subscriptions.filter(({ Properties }) => Properties.Protocol === 'email')).toEqual([])
})

test('every metric that an alarm reads from logs is written under the name of the stack', () => {
  const filters = Object.values(template.findResources('AWS::Logs::MetricFilter'))
  const written = filters
    .flatMap(({ Properties }) => Properties.MetricTransformations)
    .map(({ MetricName }) => MetricName)
  const read = alarms.filter(([, { Properties }]) => Properties.Namespace?.startsWith('Postrider/'))
  expect(read.map(([, { Properties }]) => Properties.MetricName).sort()).toEqual([...new Set(written)].sort())
})

test('an alarm on the findings of checks does not end and begin again because a check is a minute late', () => {
  const checks = Object.values(template.findResources('AWS::Scheduler::Schedule')).filter(({ Properties }) =>
    JSON.stringify(Properties.Target).includes('CheckStack'),
  )
  expect(checks.map(({ Properties }) => Properties.ScheduleExpression)).toEqual(['rate(5 minutes)'])
  const findings = ['DigestMissed', 'IssueUnfinished', 'QueueLate', 'SendingRestricted', 'SiteLate']
  const periods = alarms.flatMap(([id, { Properties }]) => (findings.includes(nameOf(id)) ? Properties.Period : []))
  expect(periods).toEqual(findings.map(() => 600))
})

test('the errors of every Lambda are counted', () => {
  const lambdas = Object.keys(template.findResources('AWS::Lambda::Function'))
  const filters = Object.values(template.findResources('AWS::Logs::MetricFilter'))
  const counted = filters.filter(({ Properties }) => Properties.MetricTransformations[0].MetricName === 'Errors')
  expect(counted).toHaveLength(lambdas.length)
})

test('there is one dashboard, with so few metrics that it is free of charge', async () => {
  const withHub = (await synthesizeStack({ hub: 'https://hub.example.org/' })).toJSON()
  const lines = idleUsage(withHub as Parameters<typeof idleUsage>[0]) // a template
    .filter(({ unit }) => /dashboard/i.test(unit))
  expect(lines.map(({ unit, quantity }) => ({ unit, quantity }))).toEqual([{ unit: 'dashboard', quantity: 1 }])
  // CloudWatch may count the metrics of the alarms, too.
  expect(Number(/\d+/.exec(lines[0]?.what ?? '')) + alarms.length).toBeLessThanOrEqual(50)
})

test('an idle stack costs at most one dollar a month', () => {
  const { usd } = priceLines(idleUsage(template.toJSON() as Parameters<typeof idleUsage>[0])) // a template
  expect(usd).toBeLessThanOrEqual(1)
})

test('the requests of each scheduled Lambda are part of the cost', () => {
  for (const [id, { Properties }] of Object.entries(template.findResources('AWS::Scheduler::Schedule'))) {
    const Resources = { [id]: { Type: 'AWS::Scheduler::Schedule', Properties } }
    const requests = idleUsage({ Resources }).filter(({ unit }) => /^(dynamo|s3|metric)/.test(unit))
    expect(
      requests.some(({ quantity }) => quantity > 0),
      id,
    ).toBe(true)
  }
})
