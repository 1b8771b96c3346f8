import { expect, test } from 'vitest'
import { type CostedTemplate, idleUsage } from '../../../build/costs/idle-costs.ts'

const usageOf = (Resources: CostedTemplate['Resources']) =>
  Object.fromEntries(idleUsage({ Resources }).map(({ what, quantity }) => [what, quantity]))

const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] }

test('an idle mapping polls with two connections, and with five if its concurrency is limited', () => {
  const usage = usageOf({
    Free: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: queue, FunctionName: { Ref: 'Free' } },
    },
    Limited: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: queue, FunctionName: { Ref: 'Limited' }, ScalingConfig: { MaximumConcurrency: 2 } },
    },
  })
  expect(usage['2 pollers of Free']).toBe(2 * 3 * 43_800)
  expect(usage['5 pollers of Limited']).toBe(5 * 3 * 43_800)
})

test('a mapping of a DynamoDB stream costs nothing', () => {
  const EventSourceArn = { 'Fn::GetAtt': ['Table', 'StreamArn'] }
  const usage = usageOf({ Stream: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn } } })
  expect(Object.keys(usage).filter((what) => what.includes('pollers'))).toEqual([])
})

test('schedules are counted over a year, with the memory of the Lambda that they invoke', () => {
  const Target = { Arn: { 'Fn::GetAtt': ['Tick', 'Arn'] } }
  const schedule = (ScheduleExpression: string) => ({
    Type: 'AWS::Scheduler::Schedule',
    Properties: { ScheduleExpression, Target },
  })
  const usage = usageOf({
    Minutely: schedule('rate(5 minutes)'),
    Daily: schedule('cron(0 7 * * ? *)'),
    Tick: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
  })
  const runs = 8_760 + 365 / 12
  expect(usage['scheduled runs']).toBeCloseTo(runs, 0)
  expect(usage['scheduled runs of 0.1 s']).toBeCloseTo(runs * 0.05, 0)
})

test('a check of the stack reads and writes its record, and reads a metric of each queue', () => {
  const Target = { Arn: { 'Fn::GetAtt': ['MonitoringCheckStack32760B52', 'Arn'] } }
  const usage = usageOf({
    Check: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(1 hour)', Target } },
  })
  expect(usage['writes of scheduled runs']).toBeCloseTo(730, 0)
  expect(usage['reads of metrics of scheduled runs']).toBeCloseTo(730 * 8, -1)
  expect(usage['lists of objects of scheduled runs']).toBe(0)
})

test('an alarm on an expression counts each of its metrics', () => {
  const Metrics = [
    { Id: 'e', Expression: 'MAX([a, b])' },
    { Id: 'a', MetricStat: {} },
    { Id: 'b', MetricStat: {} },
  ]
  const usage = usageOf({
    One: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Two: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics } },
  })
  expect(usage.alarms).toBe(3)
})

test('a metric filter costs nothing while it finds nothing, unless it has a default value', () => {
  const filter = (DefaultValue?: number) => ({
    Type: 'AWS::Logs::MetricFilter',
    Properties: { MetricTransformations: [{ MetricNamespace: 'N', MetricName: `M${DefaultValue}`, DefaultValue }] },
  })
  expect(usageOf({ Silent: filter(), Constant: filter(0) })['custom metrics']).toBe(1)
})

test('a dashboard of more than 50 metrics is not free of charge', () => {
  const dashboard = (count: number) => {
    const metrics = Array.from({ length: count }, () => ['AWS/SQS', 'Age', 'QueueName', 'NAME'])
    const [before, after] = JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics } }] }).split(
      /NAME(.*)/s,
    )
    const DashboardBody = { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['Queue', 'QueueName'] }, after]] }
    return idleUsage({ Resources: { Page: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody } } } })
  }
  const linesOf = (count: number) => dashboard(count).filter(({ unit }) => /dashboard/i.test(unit))
  expect(linesOf(50)).toEqual([{ what: 'a dashboard of 50 metrics', unit: 'dashboard', quantity: 1 }])
  expect(linesOf(51)).toEqual([{ what: 'a dashboard of 51 metrics', unit: 'largeDashboard', quantity: 1 }])
})
