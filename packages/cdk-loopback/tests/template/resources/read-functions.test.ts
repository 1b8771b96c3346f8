import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Duration } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan } from '../synthesize.ts'

test('a function has the memory, timeout, environment and code of the template', () => {
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
  const [lambdaFunction] = functions
  expect(lambdaFunction).toMatchObject({
    logicalId: expect.stringMatching(/^Work/),
    name: 'work',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
    handler: 'index.handler',
    memory: 512,
    timeout: 20,
    environment: { QUEUE: queues[0]?.url, COUNT: '3' },
    reservedConcurrency: 2,
  })
  expect(readFileSync(join(lambdaFunction?.codeFolder ?? '', 'index.mjs'), 'utf8')).toContain("'Work'")
})

test('a function logs to the group that the template names, in its format, or to one of its own', () => {
  const { functions, logGroups } = plan((stack) => {
    const retention = RetentionDays.ONE_WEEK
    const logGroup = new LogGroup(stack, 'Log', { logGroupName: 'work-log', retention })
    lambda(stack, 'Work', { logGroup, loggingFormat: LoggingFormat.JSON })
    lambda(stack, 'Own', { functionName: 'own' })
  })
  expect(logGroups).toEqual([
    {
      ...{ logicalId: expect.stringMatching(/^Log/), name: 'work-log', retentionDays: 7 },
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:work-log:*',
    },
  ])
  expect(functions.map(({ logging }) => logging)).toEqual([
    { group: 'work-log', format: 'JSON' },
    { group: '/aws/lambda/own', format: 'Text' },
  ])
})

test('the logs of a function whose role may not write them go nowhere', () => {
  const { functions } = plan((stack) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    lambda(stack, 'Work', { role: role.withoutPolicyUpdates() })
    const logGroup = new LogGroup(stack, 'Log')
    const writer = new Role(stack, 'Writer', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(writer)
    lambda(stack, 'Wrong', { role: writer })
    lambda(stack, 'Right', { role: writer, logGroup })
  })
  expect(functions.map(({ logging }) => logging?.format)).toEqual([undefined, undefined, 'Text'])
})

test("a function without settings has Lambda's defaults", () => {
  const { functions } = plan((stack) => lambda(stack, 'Work'))
  expect(functions[0]).toMatchObject({ memory: 128, timeout: 3, environment: {}, reservedConcurrency: undefined })
})
