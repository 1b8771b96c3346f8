import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Template } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { checkRecursiveLoops } from '../../build/check-template/recursive-loops.ts'
import type { Template as CheckedTemplate } from '../../build/check-template/template.ts'
import { defaultDigests } from '../../core/digest-settings.ts'
import { failureSources } from '../../core/failure-sources.ts'
import { retryDelay } from '../../core/retry-delay.ts'
import { synthesizeStack } from '../support/synthesize-stack.ts'

const hub = 'https://hub.example.org/'
const template = await synthesizeStack()
const withHub = await synthesizeStack({ hub })
const propertiesOf = (type: string): Record<string, unknown>[] =>
  Object.values(template.findResources(type)).map((resource) => resource.Properties)

// A new logical ID makes CloudFormation create an empty table or bucket, and local mode names its own after it.
it('buckets and tables keep their logical IDs, so that a deployment keeps their data', () => {
  const ids = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    Object.keys(template.findResources(type)),
  )
  expect(ids.sort()).toEqual([
    'StorageArticles861864AA',
    'StorageContent05955A69',
    'StorageDeliveriesE42B5069',
    'StorageIssues56CDF170',
    'StorageSiteDBA682E2',
    'StorageSubscribers73F6E21D',
    'StorageUploadsBDC5E374',
  ])
})

it('every output says what it is for, because an operator may see only the console', () => {
  const outputs = Object.entries(template.toJSON().Outputs as Record<string, { readonly Description?: string }>)
  expect(outputs.filter(([, { Description }]) => !Description).map(([name]) => name)).toEqual([])
})

const readsStream = ({ StartingPosition }: Record<string, unknown>) => StartingPosition !== undefined
const fromQueues = propertiesOf('AWS::Lambda::EventSourceMapping').filter((mapping) => !readsStream(mapping))

it('changes of tables are announced in order, from the first on, and are never lost without a failed message', () => {
  const streams = propertiesOf('AWS::Lambda::EventSourceMapping').filter(readsStream)
  expect(streams.map(({ EventSourceArn }) => idOf(EventSourceArn)).toSorted()).toEqual([
    'StorageArticles861864AA',
    'StorageIssues56CDF170',
    'StorageSubscribers73F6E21D',
  ])
  for (const mapping of streams) {
    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', MaximumRecordAgeInSeconds: 21_600 })
    expect(mapping).toMatchObject({ BisectBatchOnFunctionError: true, FilterCriteria: expect.anything() })
    expect(JSON.stringify(mapping.DestinationConfig)).toContain('Failures')
    expect(mapping).not.toHaveProperty('ParallelizationFactor')
    expect(mapping).not.toHaveProperty('MaximumRetryAttempts')
  }
})

it('every consumer reports which messages of a batch failed', () => {
  const consumers = propertiesOf('AWS::Lambda::EventSourceMapping')
  expect(fromQueues).toHaveLength(propertiesOf('AWS::SQS::Queue').filter((queue) => queue.RedrivePolicy).length)
  for (const consumer of consumers) expect(consumer.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
})

it("every consumed queue has the dead-letter queue and at least six times its consumer's timeout as visibility timeout", () => {
  const queues = template.findResources('AWS::SQS::Queue')
  const [failures] = Object.keys(queues).filter((id) => id.includes('Failures'))
  const functions = template.findResources('AWS::Lambda::Function')
  for (const mapping of fromQueues) {
    const { EventSourceArn, FunctionName, MaximumBatchingWindowInSeconds: window = 0 } = mapping
    const queue = queues[idOf(EventSourceArn)]?.Properties
    const timeout = functions[idOf(FunctionName)]?.Properties.Timeout
    expect(queue.RedrivePolicy).toMatchObject({ deadLetterTargetArn: { 'Fn::GetAtt': [failures, 'Arn'] } })
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * timeout + Number(window))
  }
})

it('a day of throttling moves no message to the dead-letter queue, but a message that keeps failing is moved in time', () => {
  const day = 86_400
  const consumed = propertiesOf('AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy)
  for (const { RedrivePolicy, VisibilityTimeout, MessageRetentionPeriod } of consumed) {
    const { maxReceiveCount } = RedrivePolicy as { maxReceiveCount: number } // CloudFormation's form
    expect(maxReceiveCount * Number(VisibilityTimeout)).toBeGreaterThan(day)
    const attempts = Array.from({ length: maxReceiveCount }, (_, index) => index + 1)
    const failing = attempts.reduce((seconds, attempt) => seconds + retryDelay(attempt), 0)
    expect(failing).toBeLessThan(3 * day)
    // A message keeps its age in the dead-letter queue. There, an operator has at least a week to retry it.
    expect(Number(MessageRetentionPeriod) - maxReceiveCount * Number(VisibilityTimeout)).toBeGreaterThan(7 * day)
  }
})

it('only what uploads and issues start has a maximum concurrency, and no Lambda reserves executions', () => {
  const limited = propertiesOf('AWS::Lambda::EventSourceMapping').filter(({ ScalingConfig }) => ScalingConfig)
  expect(limited.map(({ FunctionName, ScalingConfig }) => [idOf(FunctionName), ScalingConfig])).toEqual([
    [expect.stringContaining('IngestArticle'), { MaximumConcurrency: 2 }],
    [expect.stringContaining('SendDeliveries'), { MaximumConcurrency: 2 }],
  ])
  for (const lambda of propertiesOf('AWS::Lambda::Function'))
    expect(lambda).not.toHaveProperty('ReservedConcurrentExecutions')
})

it("a sender's timeout is shorter than the lease of its claims", async () => {
  const { claimLeaseSeconds } = await import('../../core/deliveries/apply-delivery.ts')
  const [sender] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
    id.includes('SendDeliveries'),
  )
  expect(sender?.[1].Properties.Timeout).toBeLessThan(claimLeaseSeconds)
})

const settings = (type: string, read: (properties: Record<string, unknown>) => unknown) => propertiesOf(type).map(read)

/** An upload whose event does not reach its queue is found by the hourly comparison. */
const isQueue = (target: unknown): boolean => JSON.stringify(target).includes('IngestQueue')

it('every digest has schedules of its own, whatever its name', async () => {
  const digest = { ...defaultDigests.daily, schedule: { every: 'month', on: 30, at: '01:30' } } as const
  const names = ['a1', 'a-1', 'hourly', 'shifted', 'the-week']
  const digests = Object.fromEntries(names.map((name) => [name, digest]))
  const stack = await synthesizeStack({ digests, timeZone: 'Europe/London' })
  const schedules = Object.values(stack.findResources('AWS::Scheduler::Schedule'))
  const inputs = schedules
    .map(({ Properties }) => String(Properties.Target.Input))
    .filter((input) => input.includes('digest'))
  // The 30th takes two schedules, and each has a second one for days without this time.
  expect(names.map((name) => inputs.filter((input) => input.includes(`"digest":"${name}"`)).length)).toEqual([
    4, 4, 4, 4, 4,
  ])
})

/** What cannot be written into the log of events is missing there only. */
const isLogGroup = (target: unknown) => JSON.stringify(target).includes(':log-group:')

it('schedules and rules invoke Lambdas, and what they cannot deliver goes to the dead-letter queue', () => {
  const functions = Object.keys(template.findResources('AWS::Lambda::Function'))
  const [failures] = Object.keys(template.findResources('AWS::SQS::Queue')).filter((id) => id.includes('Failures'))
  const targets = [
    ...settings('AWS::Scheduler::Schedule', ({ Target }) => Target),
    ...settings('AWS::Events::Rule', ({ Targets }) => Targets)
      .flat()
      .filter((target) => !isQueue(target) && !isLogGroup(target)),
  ] as { Arn: unknown; DeadLetterConfig: unknown; RetryPolicy: object }[] // CloudFormation's forms
  expect(targets.length).toBeGreaterThan(6)
  for (const { Arn, DeadLetterConfig, RetryPolicy } of targets) {
    expect(functions).toContain(idOf(Arn))
    expect(DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': [failures, 'Arn'] } })
    expect(RetryPolicy).toMatchObject({ MaximumEventAgeInSeconds: 21_600 })
  }
})

it('a Lambda that is invoked asynchronously puts a message that failed three times into the dead-letter queue', () => {
  const configured = settings('AWS::Lambda::EventInvokeConfig', ({ FunctionName }) => idOf(FunctionName))
  const invoked = [
    ...settings('AWS::Scheduler::Schedule', ({ Target }) => idOf((Target as { Arn: unknown }).Arn)),
    ...settings('AWS::Events::Rule', ({ Targets }) => Targets)
      .flat()
      .filter((target) => !isQueue(target) && !isLogGroup(target))
      .map((target) => idOf((target as { Arn: unknown }).Arn)),
  ]
  expect(configured.toSorted()).toEqual([...new Set(invoked)].toSorted())
  for (const config of propertiesOf('AWS::Lambda::EventInvokeConfig')) {
    expect(config).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 })
    expect(JSON.stringify(config.DestinationConfig)).toContain('Failures')
  }
})

it('EventBridge may write what the stack announces into a log group that forgets', () => {
  const [group] = propertiesOf('AWS::Logs::LogGroup').filter(
    ({ LogGroupName }) => LogGroupName === '/aws/events/Postrider',
  )
  expect(group?.RetentionInDays).toBe(90)
  const [policy] = propertiesOf('AWS::Logs::ResourcePolicy').map(({ PolicyDocument }) => JSON.stringify(PolicyDocument))
  expect(policy).toMatch(/logs:CreateLogStream.*logs:PutLogEvents.*aws:SourceArn/)
})

it('failed messages are attributed to a queue or a Lambda of the stack, whatever their source', () => {
  const outputs = Object.keys(template.findOutputs('*')).filter((name) => name.endsWith('Source'))
  const sources = outputs.map((name) => name.replace(/Source$/, '').toLowerCase())
  const kinds = sources.map((source) => failureSources[source]?.kind)
  expect(kinds.filter((kind) => kind === 'queue')).toHaveLength(fromQueues.length)
  expect(kinds.filter((kind) => kind === 'stream')).toHaveLength(1)
  const invoked = kinds.filter((kind) => kind === 'command' || kind === 'tick')
  expect(invoked).toHaveLength(propertiesOf('AWS::Lambda::EventInvokeConfig').length)
})

it('failed messages have an alarm, and every alarm has a section in the runbook', () => {
  const runbook = readFileSync(path.join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  const sections = new Map(
    runbook.split(/^## /m).map((section) => [section.split('\n', 1)[0]?.trim(), section] as const),
  )
  const alarms = propertiesOf('AWS::CloudWatch::Alarm')
  const named = alarms.map(({ AlarmDescription }) => /section (\w+)\.$/.exec(String(AlarmDescription))?.[1] ?? '')
  expect(named).toContain('Failures')
  for (const name of named) {
    for (const part of ['Description', 'Investigation', 'Resolution'])
      expect(sections.get(name), `${name} in docs/runbook.md`).toContain(`**${part}.**`)
  }
  for (const { AlarmActions } of alarms) expect(AlarmActions).toHaveLength(1)
})

it('only a publication with a hub has a Lambda that pings it, and a queue for the pings', () => {
  const parts = (of: Template) => [
    Object.keys(of.findResources('AWS::SQS::Queue')).filter((id) => id.includes('Ping')).length,
    Object.keys(of.findResources('AWS::Lambda::Function')).filter((id) => id.includes('PingHub')).length,
    JSON.stringify(of.toJSON()).includes('PING_QUEUE_URL'),
  ]
  expect(parts(template)).toEqual([0, 0, false])
  expect(parts(withHub)).toEqual([1, 1, true])
})

it('Lambdas whose messages invoke them again are allowed to do so, and no others', () => {
  for (const each of [template, withHub]) expect(checkRecursiveLoops(each.toJSON() as CheckedTemplate)).toEqual([])
})

it('no bucket is public, and every ETag is the MD5 of the bytes', () => {
  for (const bucket of propertiesOf('AWS::S3::Bucket')) {
    expect(bucket.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    expect(JSON.stringify(bucket.BucketEncryption)).toContain('AES256')
  }
})

/** IAM cannot restrict them to items: a stream contains the changes of all items of its table. */
const streamActions = new Set(
  ['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords'].map((operation) => `dynamodb:${operation}`),
)

it('no Lambda is granted a wildcard action, and tables are granted by partition', () => {
  for (const { PolicyDocument } of propertiesOf('AWS::IAM::Policy')) {
    const { Statement } = PolicyDocument as { Statement: Record<string, unknown>[] } // CloudFormation's form
    for (const statement of Statement) {
      const actions = [statement.Action].flat().map(String)
      expect(actions.filter((action) => action.includes('*'))).toEqual([])
      const isIndex = JSON.stringify(statement.Resource).includes('/index/')
      const ofItems = actions.filter((action) => action.startsWith('dynamodb:') && !streamActions.has(action))
      if (ofItems.length > 0 && !isIndex) {
        expect(statement.Condition).toHaveProperty('ForAllValues:StringLike')
      }
    }
  }
})

it('deleting the stack keeps its buckets and tables, but a failed first deployment leaves none behind', () => {
  for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable']) {
    for (const resource of Object.values(template.findResources(type))) {
      expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' })
    }
  }
})

function idOf(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] } // CloudFormation's forms
  return Ref ?? attribute?.[0] ?? ''
}

it("an error of the API is a page, and is not cached for other visitors' requests of the same path", () => {
  const [distribution] = propertiesOf('AWS::CloudFront::Distribution')
  const pages = [500, 502, 503, 504].map((code) => ({
    ...{ ErrorCode: code, ResponseCode: code, ResponsePagePath: '/503.html', ErrorCachingMinTTL: 0 },
  }))
  expect(distribution?.DistributionConfig).toMatchObject({ CustomErrorResponses: expect.arrayContaining(pages) })
})
