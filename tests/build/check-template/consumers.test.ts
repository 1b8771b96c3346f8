import { expect, test } from 'vitest'
import { checkConsumers } from '../../../build/check-template/consumers.ts'

const template = (VisibilityTimeout: number, MaximumBatchingWindowInSeconds = 0) => ({
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout } },
    Function: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 10 } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        FunctionName: { Ref: 'Function' },
        MaximumBatchingWindowInSeconds,
      },
    },
  },
})

test('six times the timeout is enough', () => {
  expect(checkConsumers(template(60))).toEqual([])
})

test('a shorter visibility timeout is reported', () => {
  expect(checkConsumers(template(59))).toEqual(['Mapping: messages are hidden for 59 s; at least 60 s are needed'])
})

test('the batching window counts', () => {
  expect(checkConsumers(template(60, 5))).toHaveLength(1)
  expect(checkConsumers(template(65, 5))).toEqual([])
})
