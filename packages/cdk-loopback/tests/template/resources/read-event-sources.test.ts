import type { Stack } from 'aws-cdk-lib'
import { Duration } from 'aws-cdk-lib'
import { AttributeType, type ITable, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { FilterCriteria, FilterRule, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import {
  DynamoEventSource,
  type DynamoEventSourceProps,
  SnsDlq,
  SqsDlq,
  SqsEventSource,
} from 'aws-cdk-lib/aws-lambda-event-sources'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { outputOf, plan, refusals, resource } from '../synthesize.ts'

test('a queue feeds a function in batches', () => {
  const { eventSources, queues, functions } = plan((stack) => {
    const queue = new Queue(stack, 'Jobs')
    lambda(stack, 'Work').addEventSource(
      new SqsEventSource(queue, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(2),
        maxConcurrency: 4,
        reportBatchItemFailures: true,
      }),
    )
    lambda(stack, 'Plain').addEventSource(new SqsEventSource(queue))
    lambda(stack, 'Off').addEventSource(new SqsEventSource(queue, { enabled: false }))
  })
  const queueArn = queues[0]?.arn
  expect(eventSources).toEqual([
    {
      logicalId: expect.stringMatching(/^Work/),
      queueArn,
      functionArn: functions[0]?.arn,
      batchSize: 100,
      batchWindow: 2,
      maximumConcurrency: 4,
      reportsItemFailures: true,
    },
    {
      logicalId: expect.stringMatching(/^Plain/),
      queueArn,
      functionArn: functions[1]?.arn,
      batchSize: 10,
      batchWindow: 0,
      maximumConcurrency: undefined,
      reportsItemFailures: false,
    },
  ])
})

const key = { partitionKey: { name: 'pk', type: AttributeType.STRING } }
const tableWithStream = (stack: Stack): ITable => {
  const stream = StreamViewType.NEW_AND_OLD_IMAGES
  return new Table(stack, 'Things', { ...key, tableName: 'things', stream }) as ITable // it has a stream
}
const streamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/2026-01-01T00:00:00.000'

function addSource(stack: Stack, props: Partial<DynamoEventSourceProps> = {}): LambdaFunction {
  const reader = lambda(stack, 'Work')
  reader.addEventSource(
    new DynamoEventSource(tableWithStream(stack), { startingPosition: StartingPosition.LATEST, ...props }),
  )
  return reader
}

test("a table's stream feeds a function in batches", () => {
  const { streamSources, eventSources, functions, queues } = plan((stack) => {
    addSource(stack, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(3),
      bisectBatchOnError: true,
      retryAttempts: 4,
      maxRecordAge: Duration.hours(1),
      parallelizationFactor: 2,
      reportBatchItemFailures: true,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
      onFailure: new SqsDlq(new Queue(stack, 'Failures')),
    })
  })
  expect(eventSources).toEqual([])
  expect(streamSources).toEqual([
    {
      logicalId: expect.stringMatching(/^Work/),
      streamArn,
      functionArn: functions[0]?.arn,
      batchSize: 10,
      batchWindow: 3,
      start: 'TRIM_HORIZON',
      filters: ['{"eventName":["INSERT"]}'],
      bisects: true,
      reportsItemFailures: true,
      maximumRetries: 4,
      maximumAge: 3600,
      parallelization: 2,
      failureDestination: { kind: 'queue', arn: queues[0]?.arn },
    },
  ])
})

test("a mapping without settings has Lambda's defaults; a disabled one is left out", () => {
  const { streamSources } = plan((stack) => addSource(stack))
  expect(streamSources).toMatchObject([
    {
      ...{ batchSize: 100, batchWindow: 0, start: 'LATEST', filters: [], bisects: false, parallelization: 1 },
      ...{
        reportsItemFailures: false,
        maximumRetries: undefined,
        maximumAge: undefined,
        failureDestination: undefined,
      },
    },
  ])
  expect(plan((stack) => addSource(stack, { enabled: false })).streamSources).toEqual([])
})

test('failures can go to a topic', () => {
  const { streamSources, topics } = plan((stack) =>
    addSource(stack, { onFailure: new SnsDlq(new Topic(stack, 'Failures')) }),
  )
  expect(streamSources[0]?.failureDestination).toEqual({ kind: 'topic', arn: topics[0]?.arn })
})

test('the ARN of a stream is an attribute of both kinds of tables', () => {
  expect(outputOf((stack) => tableWithStream(stack).tableStreamArn)).toBe(streamArn)
  const global = (stack: Stack) =>
    new TableV2(stack, 'Things', { ...key, tableName: 'things', dynamoStream: StreamViewType.KEYS_ONLY })
  expect(outputOf((stack) => global(stack).tableStreamArn)).toBe(streamArn)
  expect(plan(global).tables[0]?.stream).toEqual({ arn: streamArn, viewType: 'KEYS_ONLY' })
})

/** Adds a mapping. A property that is null is left out. */
function mapping(stack: Stack, properties: object) {
  const whole = { FunctionName: 'work', EventSourceArn: streamArn, StartingPosition: 'LATEST', ...properties }
  const present = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null))
  resource(stack, 'Mapping', 'AWS::Lambda::EventSourceMapping', present)
}

/** Defines a function that may read the stream, and a mapping. */
const withMapping = (properties: object) => (stack: Stack) => {
  const table = tableWithStream(stack)
  table.grantStreamRead(lambda(stack, 'Work', { functionName: 'work' }))
  const queue = new Queue(stack, 'Failures', { queueName: 'failures' })
  const withQueue = JSON.parse(
    JSON.stringify(properties).replaceAll('QUEUE', 'arn:aws:sqs:us-east-1:000000000000:failures'),
  )
  mapping(stack, withQueue)
  return queue
}

test.each([
  [{ StartingPosition: null }, 'StartingPosition: is required for a stream'],
  [{ StartingPosition: 'AT_TIMESTAMP' }, 'StartingPosition: '],
  [{ ParallelizationFactor: 11 }, 'ParallelizationFactor: '],
  [{ MaximumRecordAgeInSeconds: 59 }, 'MaximumRecordAgeInSeconds: '],
  [{ TumblingWindowInSeconds: 9 }, 'TumblingWindowInSeconds: '],
  [{ ScalingConfig: { MaximumConcurrency: 2 } }, 'ScalingConfig: a stream has ParallelizationFactor instead'],
  [
    { FilterCriteria: { Filters: [{ Pattern: '{"eventName":"x"}' }] } },
    'FilterCriteria.Filters[0].Pattern: is invalid: Event pattern is not valid. Reason: "eventName" must be an object or an array',
  ],
  [{ EventSourceArn: `${streamArn}x` }, `EventSourceArn: ${streamArn}x is not a resource that cdk-loopback runs`],
  [
    { DestinationConfig: { OnFailure: { Destination: 'QUEUE' } } },
    "DestinationConfig.OnFailure.Destination: the function's role does not allow sqs:SendMessage on arn",
  ],
  [
    { EventSourceArn: 'QUEUE', StartingPosition: null, BisectBatchOnFunctionError: true },
    'BisectBatchOnFunctionError: cdk-loopback supports it for DynamoDB streams only',
  ],
])('a mapping with %j is refused', (properties, problem) => {
  expect(refusals(withMapping(properties))).toEqual([expect.stringContaining(`Mapping ${problem}`)])
})

test('a function whose role may not read the stream is refused, as AWS refuses to create the mapping', () => {
  const define = (stack: Stack) => {
    tableWithStream(stack)
    lambda(stack, 'Work', { functionName: 'work' })
    mapping(stack, {})
  }
  expect(refusals(define)).toEqual([
    "Mapping EventSourceArn: the function's role lacks dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:DescribeStream, dynamodb:ListStreams on the stream",
  ])
})
