import { ArnFormat, type CfnElement, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib'
import { EventBus, EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction, SnsTopic, SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan, refusals, resource } from '../synthesize.ts'

test('rules send events to functions, queues and topics', () => {
  const { eventBuses, rules, functions, queues, topics } = plan((stack) => {
    const bus = new EventBus(stack, 'Bus', { eventBusName: 'orders' })
    const dead = new Queue(stack, 'Dead')
    const rule = new Rule(stack, 'Orders', {
      eventBus: bus,
      eventPattern: { source: ['shop'], detail: { state: Match.anyOf(Match.prefix('p'), Match.exists()) } },
    })
    const settings = { deadLetterQueue: dead, retryAttempts: 3, maxEventAge: Duration.hours(1) }
    rule.addTarget(
      new LambdaFunction(lambda(stack, 'Work'), { event: RuleTargetInput.fromEventPath('$.detail'), ...settings }),
    )
    rule.addTarget(
      new SqsQueue(dead, { message: RuleTargetInput.fromObject({ id: EventField.fromPath('$.detail.id') }) }),
    )
    rule.addTarget(new SnsTopic(new Topic(stack, 'Topic'), { message: RuleTargetInput.fromText('hello') }))
  })
  expect(eventBuses).toEqual([
    {
      logicalId: expect.stringMatching(/^Bus/),
      name: 'orders',
      arn: 'arn:aws:events:us-east-1:000000000000:event-bus/orders',
      description: undefined,
    },
  ])
  const standard = { retry: { maximumAttempts: 185, maximumAge: 86_400 }, deadLetterArn: undefined }
  expect(rules).toEqual([
    {
      logicalId: expect.stringMatching(/^Orders/),
      name: expect.stringMatching(/^Demo-Orders/),
      arn: `arn:aws:events:us-east-1:000000000000:rule/orders/${rules[0]?.name}`,
      busName: 'orders',
      enabled: true,
      description: undefined,
      pattern: '{"source":["shop"],"detail":{"state":[{"prefix":"p"},{"exists":true}]}}',
      targets: [
        {
          ...{ id: 'Target0', kind: 'function', arn: functions[0]?.arn, input: { kind: 'path', path: '$.detail' } },
          ...{ retry: { maximumAttempts: 3, maximumAge: 3600 }, deadLetterArn: queues[0]?.arn },
        },
        {
          ...{ ...standard, id: 'Target1', kind: 'queue', arn: queues[0]?.arn },
          input: { kind: 'transformer', paths: { 'detail-id': '$.detail.id' }, template: '{"id":<detail-id>}' },
        },
        {
          ...{ ...standard, id: 'Target2', kind: 'topic', arn: topics[0]?.arn },
          input: { kind: 'constant', text: '"hello"' },
        },
      ],
    },
  ])
})

test('a rule without a bus is on the default bus', () => {
  const { rules } = plan((stack) => {
    new Rule(stack, 'All', { eventPattern: { account: [Stack.of(stack).account] }, enabled: false })
  })
  expect(rules).toMatchObject([
    { busName: 'default', enabled: false, pattern: '{"account":["000000000000"]}', targets: [] },
  ])
  expect(rules[0]?.arn).toBe(`arn:aws:events:us-east-1:000000000000:rule/${rules[0]?.name}`)
})

test('references to a rule are those of AWS', () => {
  const { outputs } = plan((stack) => {
    const bus = new EventBus(stack, 'Bus', { eventBusName: 'orders' })
    const eventPattern = { source: ['shop'] }
    const onBus = new Rule(stack, 'OnBus', { eventBus: bus, ruleName: 'on-bus', eventPattern })
    const onDefault = new Rule(stack, 'OnDefault', { ruleName: 'on-default', eventPattern })
    const ref = (construct: Construct) => Fn.ref(stack.getLogicalId(construct.node.defaultChild as CfnElement)) // an L2
    new CfnOutput(stack, 'Refs', { value: [onBus, onDefault, bus].map(ref).join(' ') })
  })
  expect(outputs.Refs).toBe('orders|on-bus on-default orders')
})

const target = { Id: 'a', Arn: 'arn:aws:sqs:us-east-1:000000000000:jobs' }

test.each([
  [{ ScheduleExpression: 'rate(1 hour)' }, 'ScheduleExpression: cdk-loopback does not support this property'],
  [{ EventPattern: { source: 'shop' } }, 'EventPattern: Event pattern is not valid. Reason: "source" must be'],
  [{ EventBusName: 'other' }, 'EventBusName: other is not a resource that cdk-loopback runs'],
  [{ Targets: [{ ...target, Arn: 'arn:x' }] }, 'Targets[0].Arn: arn:x is not a resource that cdk-loopback runs'],
  [{ Targets: [{ ...target, InputPath: '$..x' }] }, 'Targets[0].InputPath: is "$..x"; must be a path'],
  [{ Targets: [{ ...target, Input: 'x', InputPath: '$' }] }, 'Targets[0]: Only one of Input, InputPath'],
  [
    { Targets: [{ ...target, InputTransformer: { InputTemplate: '"<a>"' } }] },
    'Targets[0].InputTransformer.InputTemplate: contains invalid placeholder a',
  ],
  [
    { Targets: [{ ...target, RetryPolicy: { MaximumEventAgeInSeconds: 10 } }] },
    'Targets[0].RetryPolicy.MaximumEventAgeInSeconds: is 10; must be 60 to 86400',
  ],
  [{ Targets: [{ ...target, RoleArn: 'x' }] }, 'Targets[0].RoleArn: cdk-loopback does not support this property'],
  [{ Targets: Array.from({ length: 6 }, () => target) }, 'Targets: is '],
] as const)('a rule with %j is refused', (properties, problem) => {
  const lines = refusals((stack) => {
    const queue = new Queue(stack, 'Jobs', { queueName: 'jobs' })
    queue.grantSendMessages(new ServicePrincipal('events.amazonaws.com'))
    resource(stack, 'Rule', 'AWS::Events::Rule', { EventPattern: { source: ['shop'] }, ...properties })
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(`Rule ${problem}`)
})

/** Adds a rule for a log group, with a policy for the given actions. */
function logRule(stack: Stack, actions: readonly string[], target: object = {}): void {
  const group = new LogGroup(stack, 'Log', { logGroupName: '/aws/events/orders' })
  const arn = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: group.logGroupName,
  })
  const EventPattern = { source: ['shop'] }
  resource(stack, 'Orders', 'AWS::Events::Rule', { EventPattern, Targets: [{ Id: 'Log', Arn: arn, ...target }] })
  group.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: [...actions],
      resources: [group.logGroupArn],
    }),
  )
}

test('a rule sends events to a log group, which must let it', () => {
  const writing = ['logs:CreateLogStream', 'logs:PutLogEvents']
  const { rules } = plan((stack) => logRule(stack, writing))
  const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/orders'
  expect(rules[0]?.targets).toMatchObject([{ kind: 'log-group', arn, input: { kind: 'event' } }])
  expect(refusals((stack) => logRule(stack, ['logs:PutLogEvents']))).toEqual([
    `Orders Targets[0].Arn: no AWS::Logs::ResourcePolicy lets events.amazonaws.com call logs:CreateLogStream on ${arn}`,
  ])
  expect(refusals((stack) => logRule(stack, writing, { InputPath: '$.detail' }))).toEqual([
    'Orders Targets[0]: cdk-loopback puts only whole events into log groups',
  ])
})
