import { describe, expect, test } from 'vitest'
import { checkSpecification } from '../../../build/check-template/specification.ts'

const queue = (Properties: object) =>
  checkSpecification({ Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { ...Properties } } } })

test('a correct resource has no problems', () => {
  expect(
    queue({ VisibilityTimeout: 60, RedrivePolicy: { maxReceiveCount: 5 }, Tags: [{ Key: 'a', Value: 'b' }] }),
  ).toEqual([])
})

describe.each([
  ['an unknown property', { Visibility: 60 }, 'Q.Visibility is not a property'],
  ['a text for a number', { VisibilityTimeout: 'soon' }, 'Q.VisibilityTimeout: "soon" is not of type integer'],
  ['a list for a map', { Tags: [{ Name: 'a' }] }, 'Q.Tags[0]: {"Name":"a"} is not of type tag'],
  ['a reference to nothing', { QueueName: { Ref: 'Nothing' } }, 'Q refers to Nothing, which does not exist'],
  ['an unknown attribute', { QueueName: { 'Fn::GetAtt': ['Q', 'Url'] } }, 'Q: AWS::SQS::Queue has no attribute Url'],
  [
    'a wrong branch of a condition',
    { DelaySeconds: { 'Fn::If': ['C', 5, 'x'] } },
    'Q.DelaySeconds: "x" is not of type integer',
  ],
])('%s', (_what, properties, problem) => {
  test('is reported with its place', () => {
    expect(queue(properties)).toEqual([problem])
  })
})

test('values inside nested types are checked', () => {
  const Resources = {
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'b', S3Clef: 'k' },
        Role: 'r',
        RecursiveLoop: 'Maybe',
        LoggingConfig: { LogFormat: 'YAML' },
      },
    },
  }
  expect(checkSpecification({ Resources })).toEqual([
    'F.Code.S3Clef is not a property',
    'F.RecursiveLoop: Maybe is not one of Allow,Terminate',
    'F.LoggingConfig.LogFormat: YAML is not one of Text,JSON',
  ])
})

test('a missing property and an unknown type are reported', () => {
  expect(
    checkSpecification({ Resources: { F: { Type: 'AWS::Lambda::Function' }, X: { Type: 'AWS::SQS::Line' } } }),
  ).toEqual(['F.Code is missing', 'F.Role is missing', 'X: there is no type AWS::SQS::Line'])
})
