import { Aws, CfnMapping, type Stack } from 'aws-cdk-lib'
import { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { output, outputOf, plan, refusals, resource } from '../synthesize.ts'

const dollar = '$'

test.each<[name: string, value: unknown, text: string]>([
  [
    'pseudo parameters',
    `${Aws.PARTITION} ${Aws.REGION} ${Aws.ACCOUNT_ID} ${Aws.STACK_NAME} ${Aws.URL_SUFFIX}`,
    'aws us-east-1 000000000000 Demo amazonaws.com',
  ],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 1]] }, 'a-1'],
  [
    'Fn::Sub of references',
    { 'Fn::Sub': `${dollar}{AWS::Region}/${dollar}{Jobs.QueueName}/${dollar}{!Literal}` },
    `us-east-1/jobs/${dollar}{Literal}`,
  ],
  [
    'Fn::Sub with its own variables',
    { 'Fn::Sub': [`${dollar}{Own}-${dollar}{AWS::Region}`, { Own: { Ref: 'AWS::Partition' } }] },
    'aws-us-east-1',
  ],
  ['Fn::Select and Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b,c'] }] }, 'b'],
  ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Jobs.Arn' }, 'arn:aws:sqs:us-east-1:000000000000:jobs'],
])('%s', (_name, value, text) => {
  const actual = outputOf((stack) => {
    resource(stack, 'Jobs', 'AWS::SQS::Queue', { QueueName: 'jobs' })
    return value
  })
  expect(actual).toBe(text)
})

test('Fn::FindInMap', () => {
  const actual = outputOf((stack) => {
    new CfnMapping(stack, 'Sizes', { mapping: { 'us-east-1': { size: 'big' } }, lazy: false })
    return { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'size'] }
  })
  expect(actual).toBe('big')
})

test.each<[name: string, value: unknown, message: string]>([
  ['an unknown function', { 'Fn::Base64': 'x' }, 'Fn::Base64 is not a function that cdk-loopback supports'],
  ['a reference to nothing', { Ref: 'Nobody' }, 'the template has no Nobody'],
  [
    'an unknown attribute',
    { 'Fn::GetAtt': ['Jobs', 'Colour'] },
    'AWS::SQS::Queue has no attribute Colour in cdk-loopback',
  ],
  ['a dynamic reference', '{{resolve:ssm:/x}}', 'the dynamic reference {{resolve:ssm:/x}} has no value locally'],
  ['an index out of range', { 'Fn::Select': [3, ['a']] }, 'Fn::Select finds no element 3 among 1'],
  ['an unknown condition', { 'Fn::If': ['Nothing', 'a', 'b'] }, 'a condition has to be an object with one function'],
  [
    'a value from another stack',
    { 'Fn::ImportValue': 'x' },
    'Fn::ImportValue is not a function that cdk-loopback supports',
  ],
])('%s is unresolved, and refused where a value is needed', (_name, value, message) => {
  const problems = refusals((stack) => {
    resource(stack, 'Jobs', 'AWS::SQS::Queue', {})
    resource(stack, 'It', 'AWS::SQS::Queue', { QueueName: value, KmsMasterKeyId: value })
  })
  expect(problems).toEqual([`It QueueName: ${message}`])
})

test("the site's URL is the local one, however the template spells its address", () => {
  const define = (stack: Stack) => {
    const origin = S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'Site') as IBucket) // CDK's interfaces are not written for exactOptionalPropertyTypes
    const { distributionDomainName } = new Distribution(stack, 'Web', { defaultBehavior: { origin } })
    output(stack, `${distributionDomainName} https://${distributionDomainName}/feed.xml`)
  }
  const local = plan(define, { siteUrl: 'http://127.0.0.1:4000/' }).outputs.Value
  expect(local).toBe('127.0.0.1:4000 http://127.0.0.1:4000/feed.xml')
  const published = plan(define, { siteUrl: 'https://news.example' }).outputs.Value
  expect(published).toBe('news.example https://news.example/feed.xml')
})

test('account and region are those of the stack, unless set', () => {
  const props = { env: { account: '111122223333', region: 'eu-north-1' } }
  const define = (stack: Stack) => new Queue(stack, 'Jobs', { queueName: 'jobs' })
  expect(plan(define, { stack: props }).queues[0]?.arn).toBe('arn:aws:sqs:eu-north-1:111122223333:jobs')
  expect(plan(define, { region: 'us-west-2' }).queues[0]?.arn).toBe('arn:aws:sqs:us-west-2:000000000000:jobs')
})
