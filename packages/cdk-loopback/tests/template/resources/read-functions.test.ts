import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Duration, type Stack, TimeZone } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Architecture, type CfnFunction, Tracing } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { isAllowed } from '../../../src/iam/policy.ts'
import { lambda } from '../lambda.ts'
import { plan, resource } from '../synthesize.ts'

test('a function has the memory, time, environment and code that the template gives it', () => {
  const { functions, queues } = plan((stack) => {
    const queue = new Queue(stack, 'Jobs')
    lambda(stack, 'Work', {
      functionName: 'work',
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(20),
      reservedConcurrentExecutions: 2,
      environment: { QUEUE: queue.queueUrl, COUNT: '3' },
      tracing: Tracing.ACTIVE,
      logGroup: new LogGroup(stack, 'Log'),
    })
  })
  const [made] = functions
  expect(made).toMatchObject({
    logicalId: expect.stringMatching(/^Work/),
    name: 'work',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
    handler: 'index.handler',
    memory: 512,
    timeout: 20,
    environment: { QUEUE: queues[0]?.url, COUNT: '3' },
    reservedConcurrency: 2,
  })
  expect(readFileSync(join(made?.codeFolder ?? '', 'index.mjs'), 'utf8')).toContain("'Work'")
})

test("a function that says nothing has Lambda's own defaults", () => {
  const { functions } = plan((stack) => lambda(stack, 'Work'))
  expect(functions[0]).toMatchObject({ memory: 128, timeout: 3, environment: {}, reservedConcurrency: undefined })
})

test('a function has exactly the rights of its role, wherever they are written', () => {
  const { functions } = plan((stack) => {
    const bucket = new Bucket(stack, 'Uploads', { bucketName: 'uploads' })
    const work = lambda(stack, 'Work')
    bucket.grantRead(work, 'articles/*')
    const shared = new ManagedPolicy(stack, 'Shared', { statements: [allow('sqs:SendMessage', '*')] })
    work.role?.addManagedPolicy(shared)
    lambda(stack, 'Other').addToRolePolicy(allow('s3:DeleteObject', '*'))
    withInlinePolicy(stack, 'Third')
  })
  const statements = (id: string) => functions.find(({ logicalId }) => logicalId.startsWith(id))?.statements ?? []
  const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::uploads/articles/a.md' }
  const send = { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:000000000000:x' }
  const log = { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:us-east-1:000000000000:log-group:x' }
  const mail = { action: 'ses:SendRawEmail', resource: '*' }
  const allowed = (id: string) => [read, send, log, mail].map((permission) => isAllowed(statements(id), permission))
  expect(allowed('Work')).toEqual([true, true, true, false])
  expect(allowed('Other')).toEqual([false, false, true, false])
  expect(allowed('Third')).toEqual([false, false, false, true])
})

function withInlinePolicy(stack: Stack, id: string) {
  const PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'ses:*', Resource: '*' } }
  const role = resource(stack, 'Inline', 'AWS::IAM::Role', { Policies: [{ PolicyName: 'p', PolicyDocument }] })
  const written = lambda(stack, id).node.defaultChild as CfnFunction // an L2 function's default child
  written.addPropertyOverride('Role', role.getAtt('Arn'))
}

function allow(action: string, resourceArn: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: [resourceArn] })
}

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

test('schedules send their input to a queue or a function', () => {
  const { schedules, queues, functions } = plan((stack) => {
    new Schedule(stack, 'Daily', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '7', timeZone: TimeZone.EUROPE_BERLIN }),
      target: new SqsSendMessage(new Queue(stack, 'Jobs'), {
        input: ScheduleTargetInput.fromObject({ digest: 'daily' }),
      }),
    })
    new Schedule(stack, 'Often', {
      enabled: false,
      scheduleName: 'often',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(lambda(stack, 'Work'), { input: ScheduleTargetInput.fromText('go') }),
    })
  })
  expect(schedules).toEqual([
    {
      logicalId: expect.stringMatching(/^Daily/),
      name: expect.stringMatching(/^Demo-Daily/),
      expression: 'cron(0 7 * * ? *)',
      timeZone: 'Europe/Berlin',
      enabled: true,
      target: { kind: 'queue', arn: queues[0]?.arn, input: '{"digest":"daily"}' },
    },
    {
      logicalId: expect.stringMatching(/^Often/),
      name: 'often',
      expression: 'rate(1 minute)',
      timeZone: 'Etc/UTC',
      enabled: false,
      target: { kind: 'function', arn: functions[0]?.arn, input: 'go' },
    },
  ])
})
