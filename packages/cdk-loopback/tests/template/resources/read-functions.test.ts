import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Duration } from 'aws-cdk-lib'
import { Architecture, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
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

test("a function without settings has Lambda's defaults", () => {
  const { functions } = plan((stack) => lambda(stack, 'Work'))
  expect(functions[0]).toMatchObject({ memory: 128, timeout: 3, environment: {}, reservedConcurrency: undefined })
})
