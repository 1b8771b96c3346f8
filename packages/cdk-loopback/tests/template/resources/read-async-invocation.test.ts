import { Duration } from 'aws-cdk-lib'
import { SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan, refusals, resource } from '../synthesize.ts'

test('a function has the retries, age and destinations of the template', () => {
  const { functions, queues, topics } = plan((stack) => {
    lambda(stack, 'Work', {
      retryAttempts: 1,
      maxEventAge: Duration.minutes(5),
      onFailure: new SqsDestination(new Queue(stack, 'Failures')),
      onSuccess: new SnsDestination(new Topic(stack, 'Done')),
      deadLetterQueue: new Queue(stack, 'Dead'),
    })
  })
  expect(functions[0]?.asyncInvocation).toEqual({
    maximumRetryAttempts: 1,
    maximumEventAge: 300,
    onFailure: { kind: 'queue', arn: queues[0]?.arn },
    onSuccess: { kind: 'topic', arn: topics[0]?.arn },
    deadLetter: { kind: 'queue', arn: queues[1]?.arn },
  })
})

test("a function without settings has Lambda's defaults", () => {
  const { functions } = plan((stack) => lambda(stack, 'Work'))
  expect(functions[0]?.asyncInvocation).toEqual({
    maximumRetryAttempts: 2,
    maximumEventAge: 21_600,
    onFailure: undefined,
    onSuccess: undefined,
    deadLetter: undefined,
  })
})

test('a role that may not send to the destination is refused, as Lambda does', () => {
  const lines = refusals((stack) => {
    const work = lambda(stack, 'Work', { functionName: 'work' })
    const queue = new Queue(stack, 'Failures', { queueName: 'failures' })
    resource(stack, 'Config', 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: work.functionName,
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: queue.queueArn } },
    })
  })
  expect(lines).toEqual([
    "Config DestinationConfig.OnFailure.Destination: the function's role does not allow sqs:SendMessage on arn:aws:sqs:us-east-1:000000000000:failures",
  ])
})

test('a destination that is not in the stack is refused', () => {
  const lines = refusals((stack) => {
    const work = lambda(stack, 'Work')
    resource(stack, 'Config', 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: work.functionName,
      Qualifier: '$LATEST',
      DestinationConfig: { OnSuccess: { Destination: work.functionArn } },
    })
  })
  expect(lines[0]).toMatch(/^Config DestinationConfig.OnSuccess.Destination: arn:.* is not a resource/)
})

test('settings of a function that is not in the stack are refused', () => {
  const config = { FunctionName: 'other', Qualifier: '$LATEST' }
  expect(refusals((stack) => resource(stack, 'Config', 'AWS::Lambda::EventInvokeConfig', config))).toEqual([
    'Config FunctionName: other is not a resource that cdk-loopback runs',
  ])
})
