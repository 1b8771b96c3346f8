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
