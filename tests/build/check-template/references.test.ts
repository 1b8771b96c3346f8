import { expect, test } from 'vitest'
import { checkReferences } from '../../../build/check-template/references.ts'

const template = (changes: object) => ({ Resources: { Q: { Type: 'AWS::SQS::Queue', ...changes } } })

test('a dependency, a condition and an output that name nothing are reported', () => {
  expect(checkReferences(template({ DependsOn: ['Q', 'R'], Condition: 'C' }))).toEqual([
    'Q: there is no resource R',
    'Q: there is no condition C',
  ])
  const Properties = { DelaySeconds: { 'Fn::If': ['C', 5, { 'Fn::If': ['D', 1, 2] }] } }
  expect(checkReferences({ ...template({ Properties }), Conditions: { C: {} } })).toEqual([
    'Q: there is no condition D',
  ])
  const Value = { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, { Ref: 'P' }, { 'Fn::GetAtt': ['R', 'Arn'] }]] }
  expect(checkReferences({ ...template({}), Parameters: { P: {} }, Outputs: { O: { Value } } })).toEqual([
    'output O: there is no resource or parameter R',
  ])
})
