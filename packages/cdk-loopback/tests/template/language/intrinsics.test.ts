import { Aws, CfnCondition, CfnMapping, CfnOutput, CfnParameter, Fn, type Stack } from 'aws-cdk-lib'
import { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { readStack } from '../../../src/template/read-stack.ts'
import { plan, refusals, resource, synthesize } from '../synthesize.ts'

const dollar = '$'

/** What a value of the template comes to, read from an output. */
function outputOf(define: (stack: Stack) => unknown, options: Parameters<typeof plan>[1] = {}): string | undefined {
  return plan((stack) => output(stack, define(stack)), options).outputs.Value
}

function output(stack: Stack, value: unknown) {
  new CfnOutput(stack, 'Value', { value: '' }).value = value as string // intrinsic functions go where texts do
}

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
    'Fn::Sub with values of its own',
    { 'Fn::Sub': [`${dollar}{Own}-${dollar}{AWS::Region}`, { Own: { Ref: 'AWS::Partition' } }] },
    'aws-us-east-1',
  ],
  ['Fn::Select and Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b,c'] }] }, 'b'],
  ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Jobs.Arn' }, 'arn:aws:sqs:us-east-1:000000000000:jobs'],
])('%s', (_name, value, text) => {
  const found = outputOf((stack) => {
    resource(stack, 'Jobs', 'AWS::SQS::Queue', { QueueName: 'jobs' })
    return value
  })
  expect(found).toBe(text)
})

test('conditions, by parameters and by one another', () => {
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

test('Fn::FindInMap', () => {
  const found = outputOf((stack) => {
    new CfnMapping(stack, 'Sizes', { mapping: { 'us-east-1': { size: 'big' } }, lazy: false })
    return { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'size'] }
  })
  expect(found).toBe('big')
})

test('a parameter without a default needs a value, and an unknown one is a mistake', () => {
  const define = (stack: Stack) => new CfnParameter(stack, 'Stage')
  expect(refusals(define, { parameters: { Stag: 'live' } })).toEqual([
    'Parameters Stag: was given a value, but the template has no such parameter',
    'Parameters Stage: has no default: give it a value',
  ])
})

test('a list parameter is a list', () => {
  const found = outputOf((stack) => {
    new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList', default: 'a, b' })
    return { 'Fn::Join': ['+', { Ref: 'Names' }] }
  })
  expect(found).toBe('a+b')
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
])('%s has no value, and is refused where one is needed', (_name, value, message) => {
  const problems = refusals((stack) => {
    resource(stack, 'Jobs', 'AWS::SQS::Queue', {})
    resource(stack, 'It', 'AWS::SQS::Queue', { QueueName: value, KmsMasterKeyId: value })
  })
  expect(problems).toEqual([`It QueueName: ${message}`])
})

test('resources that name each other in a circle are refused', () => {
  const problems = refusals((stack) => {
    resource(stack, 'One', 'AWS::SQS::Queue', { QueueName: { Ref: 'Other' } })
    resource(stack, 'Other', 'AWS::SQS::Queue', { QueueName: { Ref: 'One' } })
  })
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatch(/^One QueueName: \w+ refers to itself$/)
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

test('invented names stay the same, fit, and differ', () => {
  const long = 'A'.repeat(90)
  const define = (stack: Stack) => {
    for (const id of [`${long}One`, `${long}Two`]) {
      resource(stack, id, 'AWS::SQS::Queue', {})
      resource(stack, `Bucket${id}`, 'AWS::S3::Bucket', {})
    }
    new Queue(stack, 'Short')
  }
  const { queues, buckets } = plan(define)
  const names = [...queues, ...buckets].map(({ name }) => name)
  expect(new Set(names).size).toBe(5)
  expect(queues.every(({ name }) => name.length <= 80)).toBe(true)
  expect(buckets.every(({ name }) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))).toBe(true)
  expect(queues[2]?.name).toMatch(/^Demo-Short\w{8}$/)
  expect(plan(define).queues).toEqual(queues)
})

test('account and region are those of the stack, unless given', () => {
  const props = { env: { account: '111122223333', region: 'eu-north-1' } }
  const define = (stack: Stack) => new Queue(stack, 'Jobs', { queueName: 'jobs' })
  expect(plan(define, { stack: props }).queues[0]?.arn).toBe('arn:aws:sqs:eu-north-1:111122223333:jobs')
  expect(plan(define, { region: 'us-west-2' }).queues[0]?.arn).toBe('arn:aws:sqs:us-west-2:000000000000:jobs')
})

test('an assembly without the stack is named, and what it has', () => {
  const assembly = synthesize((stack) => new Queue(stack, 'Jobs'))
  const urls = { awsUrl: 'http://127.0.0.1:1', siteUrl: 'http://127.0.0.1:2' }
  expect(() => readStack({ assembly, stackName: 'Other', ...urls })).toThrow(
    `${assembly} has the stacks Demo: none is Other.`,
  )
  expect(() => readStack({ assembly: '/nowhere', ...urls })).toThrow(
    'Cannot read /nowhere/manifest.json: synthesize the stack first.',
  )
})
