import { expect, test } from 'vitest'
import { checkLimits } from '../../../build/check-template/limits.ts'
import type { Template } from '../../../build/check-template/template.ts'

const statement = (size: number) => ({ Version: '2012-10-17', Statement: [{ Resource: 'x'.repeat(size) }] })

test('a small template exceeds nothing', () => {
  expect(checkLimits({ Resources: { Q: { Type: 'AWS::SQS::Queue' } } })).toEqual([])
})

test('the inline policies of a role count together, in the role and attached to it', () => {
  const template = (attached: number): Template => ({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyName: 'a', PolicyDocument: statement(6_000) }] },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: statement(attached) },
      },
    },
  })
  expect(checkLimits(template(3_000))).toEqual([])
  expect(checkLimits(template(6_000))).toEqual([expect.stringMatching(/^inline policies of Role: 12\d{3}; the limit/)])
})

test('a function of CloudFront may have 10 KB', () => {
  const template = (FunctionCode: unknown): Template => ({
    Resources: { F: { Type: 'AWS::CloudFront::Function', Properties: { FunctionCode } } },
  })
  expect(checkLimits(template('x'.repeat(10_000)))).toEqual([])
  expect(checkLimits(template({ 'Fn::Join': ['', ['x'.repeat(10_200), { Ref: 'Site' }]] }))).toHaveLength(1)
})

test('a template may have 500 resources and 200 outputs', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => [`R${n}`, { Type: 'AWS::SQS::Queue' }])
  const outputs = Array.from({ length: 201 }, (_, n) => [`O${n}`, { Value: 'x' }])
  expect(checkLimits({ Resources: Object.fromEntries(many(501)), Outputs: Object.fromEntries(outputs) })).toEqual([
    'resources: 501; the limit is 500',
    'outputs: 201; the limit is 200',
  ])
})
