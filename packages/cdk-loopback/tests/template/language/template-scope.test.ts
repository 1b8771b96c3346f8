import { CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib'
import { expect, test } from 'vitest'
import { output, outputOf, plan, refusals, resource } from '../synthesize.ts'

test('a condition may depend on parameters and on other conditions', () => {
  const define = (stack: Stack) => {
    const stage = new CfnParameter(stack, 'Stage', { default: 'test' })
    const live = new CfnCondition(stack, 'Live', { expression: Fn.conditionEquals(stage.valueAsString, 'live') })
    const quiet = new CfnCondition(stack, 'Quiet', {
      expression: Fn.conditionAnd(Fn.conditionNot(live), Fn.conditionOr(live, Fn.conditionEquals('a', 'a'))),
    })
    const alarm = resource(stack, 'Alarms', 'AWS::SQS::Queue', { QueueName: 'alarms' })
    alarm.cfnOptions.condition = live
    return Fn.conditionIf(quiet.logicalId, 'quiet', 'loud')
  }
  expect(outputOf(define)).toBe('quiet')
  expect(outputOf(define, { parameters: { Stage: 'live' } })).toBe('loud')
  expect(plan((stack) => output(stack, define(stack))).queues).toEqual([])
  expect(plan((stack) => output(stack, define(stack)), { parameters: { Stage: 'live' } }).queues).toHaveLength(1)
})

test('resources with circular references are refused', () => {
  const problems = refusals((stack) => {
    resource(stack, 'One', 'AWS::SQS::Queue', { QueueName: { Ref: 'Other' } })
    resource(stack, 'Other', 'AWS::SQS::Queue', { QueueName: { Ref: 'One' } })
  })
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatch(/^One QueueName: \w+ refers to itself$/)
})
