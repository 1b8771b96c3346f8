import { CfnParameter, type Stack } from 'aws-cdk-lib'
import { expect, test } from 'vitest'
import { output, outputOf, plan, refusals } from '../synthesize.ts'

test('a parameter without a default needs a value, and an unknown one is refused', () => {
  const define = (stack: Stack) => new CfnParameter(stack, 'Stage')
  expect(refusals(define, { parameters: { Stag: 'live' } })).toEqual([
    'Parameters Stag: was given a value, but the template has no such parameter',
    'Parameters Stage: has no default: give it a value',
  ])
})

test('a list parameter is a list', () => {
  const value = outputOf((stack) => {
    new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList', default: 'a, b' })
    return { 'Fn::Join': ['+', { Ref: 'Names' }] }
  })
  expect(value).toBe('a+b')
})

test('a parameter that is looked up in SSM is refused only where it is used', () => {
  const define = (stack: Stack) => {
    new CfnParameter(stack, 'Version', { type: 'AWS::SSM::Parameter::Value<String>', default: '/version' })
  }
  expect(refusals(define)).toEqual([])
  const using = (stack: Stack) => {
    define(stack)
    output(stack, { Ref: 'Version' })
  }
  expect(refusals(using)).toEqual(['Outputs Value: the parameter Version is looked up in SSM: give it a value'])
  expect(plan(using, { parameters: { Version: '7' } }).outputs.Value).toBe('7')
})
