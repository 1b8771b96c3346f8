import { expect, test } from 'vitest'
import { checkRecursiveLoops, recursiveLoops } from '../../../build/check-template/recursive-loops.ts'
import type { Resource, Template } from '../../../build/check-template/template.ts'

type Resources = Record<string, Resource>

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

/** A function with its role, and a policy that allows one action on some resources. */
function lambda(id: string, action: string | readonly string[], resources: readonly unknown[], more = {}): Resources {
  const Statement = [{ Effect: 'Allow', Action: action, Resource: resources }]
  return {
    [id]: { Type: 'AWS::Lambda::Function', Properties: { Role: arn(`${id}Role`), ...more } },
    [`${id}Role`]: { Type: 'AWS::IAM::Role' },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: `${id}Role` }], PolicyDocument: { Statement } },
    },
  }
}
const queue = (id: string): Resources => ({ [id]: { Type: 'AWS::SQS::Queue' } })
const feeds = (queueId: string, lambdaId: string): Resources => ({
  [`${queueId}To${lambdaId}`]: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arn(queueId), FunctionName: { Ref: lambdaId } },
  },
})
const template = (...parts: Resources[]): Template => ({ Resources: Object.assign({}, ...parts) })
const send = ['sqs:SendMessage', 'sqs:GetQueueUrl']

test('a function that sends to its own queue is a loop', () => {
  const loops = recursiveLoops(template(queue('Work'), lambda('Worker', send, [arn('Work')]), feeds('Work', 'Worker')))
  expect(loops).toEqual([{ lambda: 'Worker', path: ['Work'] }])
})

test('every function of a loop through several queues is found, and none beside it', () => {
  const loops = recursiveLoops(
    template(
      ...['A', 'B', 'End'].map(queue),
      lambda('One', send, [arn('B'), arn('End')]),
      lambda('Two', 'sqs:*', ['*']),
      lambda('Last', [], []),
      ...[feeds('A', 'One'), feeds('B', 'Two'), feeds('End', 'Last')],
    ),
  )
  expect(loops).toEqual([
    { lambda: 'One', path: ['B', 'Two', 'A'] },
    { lambda: 'Two', path: ['B'] },
  ])
})

test('topics, buses, functions and buckets pass messages on', () => {
  const topic = {
    Topic: { Type: 'AWS::SNS::Topic' },
    Subscription: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Endpoint: arn('Work') } },
  }
  const bus = {
    Bus: { Type: 'AWS::Events::EventBus' },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventBusName: { Ref: 'Bus' }, Targets: [{ Arn: arn('Worker') }] },
    },
  }
  const QueueConfigurations = [{ Queue: arn('Work'), Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } } }]
  const bucket = {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { QueueConfigurations } } },
  }
  const objects = (keys: string) => ({ 'Fn::Join': ['', [arn('Bucket'), keys]] })
  const pathsOf = (action: string, resource: unknown) =>
    recursiveLoops(
      template(queue('Work'), topic, bus, bucket, lambda('Worker', action, [resource]), feeds('Work', 'Worker')),
    ).map(({ path }) => path)
  expect(pathsOf('sns:Publish', { Ref: 'Topic' })).toEqual([['Topic', 'Work']])
  expect(pathsOf('events:PutEvents', arn('Bus'))).toEqual([['Bus']])
  expect(pathsOf('lambda:InvokeFunction', arn('Worker'))).toEqual([[]])
  expect(pathsOf('s3:PutObject', objects('/*'))).toEqual([['Bucket/in/', 'Work']])
  expect(pathsOf('s3:PutObject', objects('/in/2026/*'))).toEqual([['Bucket/in/', 'Work']])
  expect(pathsOf('s3:PutObject', objects('/out/*'))).toEqual([])
  expect(pathsOf('s3:GetObject', objects('/*'))).toEqual([])
})

test('a loop must be allowed, and only a loop may be', () => {
  const check = (resource: unknown, more = {}) =>
    checkRecursiveLoops(
      template(...['Work', 'Other'].map(queue), lambda('Worker', send, [resource], more), feeds('Work', 'Worker')),
    )
  expect(check(arn('Work'))).toEqual([expect.stringMatching(/^Worker invokes itself through Work: /)])
  expect(check(arn('Work'), { RecursiveLoop: 'Terminate' })).toHaveLength(1)
  expect(check(arn('Work'), { RecursiveLoop: 'Allow' })).toEqual([])
  expect(check(arn('Other'), { RecursiveLoop: 'Allow' })).toEqual([
    expect.stringMatching(/^Worker never invokes itself/),
  ])
  expect(check(arn('Other'))).toEqual([])
})

test('a statement that denies allows nothing', () => {
  const { Resources } = template(queue('Work'), lambda('Worker', send, [arn('Work')]), feeds('Work', 'Worker'))
  const denied = JSON.parse(JSON.stringify(Resources).replace('"Allow"', '"Deny"'))
  expect(recursiveLoops({ Resources: denied })).toEqual([])
})
