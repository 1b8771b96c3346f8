import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge'
import { expect, test } from 'vitest'
import { busArn, queueArn, rulePlan, startEventStack } from './event-stack.ts'

test('buses are listed and described', async () => {
  const { events } = await startEventStack()
  const orders = { Name: 'orders', Arn: busArn, Description: 'all orders' }
  const { EventBuses } = await events.send(new ListEventBusesCommand({}))
  expect(EventBuses).toEqual([
    { Name: 'default', Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
    orders,
  ])
  expect(await events.send(new DescribeEventBusCommand({ Name: 'orders' }))).toMatchObject(orders)
  expect(await events.send(new DescribeEventBusCommand({}))).toMatchObject({ Name: 'default' })
  await expect(events.send(new DescribeEventBusCommand({ Name: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Event bus none does not exist.',
  })
})

test('rules and their targets are listed and described', async () => {
  const input = { kind: 'transformer', paths: { id: '$.id' }, template: '"<id>"' } as const
  const target = { input, retry: { maximumAttempts: 3, maximumAge: 60 }, deadLetterArn: queueArn('Dead') }
  const rules = [
    rulePlan({ name: 'a', description: 'first' }, target),
    rulePlan({ name: 'b', enabled: false }),
    rulePlan({ name: 'c', busName: 'default' }),
  ]
  const { events } = await startEventStack({ rules })
  const page = await events.send(new ListRulesCommand({ EventBusName: 'orders', Limit: 1 }))
  expect(page.Rules).toEqual([
    {
      ...{ Name: 'a', Arn: 'arn:aws:events:us-east-1:000000000000:rule/orders/a', EventBusName: 'orders' },
      ...{ EventPattern: '{"source":["shop"]}', State: 'ENABLED', Description: 'first' },
    },
  ])
  const next = await events.send(new ListRulesCommand({ EventBusName: 'orders', NextToken: page.NextToken }))
  expect(next.Rules).toMatchObject([{ Name: 'b', State: 'DISABLED' }])
  expect(next.NextToken).toBeUndefined()
  const described = await events.send(new DescribeRuleCommand({ Name: 'c' }))
  expect(described).toMatchObject({ Name: 'c', CreatedBy: '000000000000', EventBusName: 'default' })
  await expect(events.send(new DescribeRuleCommand({ Name: 'a' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Rule a does not exist on EventBus default.',
  })
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'a', EventBusName: 'orders' }))
  expect(Targets).toEqual([
    {
      ...{ Id: 'target', Arn: queueArn('Target') },
      InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '"<id>"' },
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queueArn('Dead') },
    },
  ])
})

test('a pattern can be tested', async () => {
  const { events } = await startEventStack()
  const whole = { id: '1', account: '1', source: 'shop', time: '2026-01-02T03:04:05Z', region: 'us-east-1' }
  const Event = JSON.stringify({ ...whole, resources: [], 'detail-type': 'x', detail: { count: 3 } })
  const check = async (pattern: object, event = Event) => {
    const EventPattern = JSON.stringify(pattern)
    return (await events.send(new TestEventPatternCommand({ EventPattern, Event: event }))).Result
  }
  expect(await check({ detail: { count: [{ numeric: ['>', 2] }] } })).toBe(true)
  expect(await check({ source: ['office'] })).toBe(false)
  await expect(check({ source: 'shop' })).rejects.toMatchObject({
    name: 'InvalidEventPatternException',
    message: 'Event pattern is not valid. Reason: "source" must be an object or an array',
  })
  await expect(check({ source: ['shop'] }, '{}')).rejects.toMatchObject({ name: 'ValidationException' })
})
