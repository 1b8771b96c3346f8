import type { Stack } from 'aws-cdk-lib'
import { type CfnFunction, type Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { describe, expect, test } from 'vitest'
import { readStack } from '../../src/template/read-stack.ts'
import { lambda } from './lambda.ts'
import { refusals, resource, synthesize } from './synthesize.ts'

const notHonoured = 'cdk-loopback does not support this property: remove it, or add support for it'
const queueArn = { 'Fn::GetAtt': ['Jobs', 'Arn'] }

function jobs(stack: Stack) {
  resource(stack, 'Jobs', 'AWS::SQS::Queue', {})
}

test('an unsupported resource type is refused', () => {
  expect(refusals((stack) => resource(stack, 'Machine', 'AWS::EC2::Instance', {}))).toEqual([
    'Machine : cdk-loopback does not support this resource type: remove it, or add support for it',
  ])
})

test('a resource attribute that matters only for deployments is refused', () => {
  const problems = refusals((stack) => {
    resource(stack, 'Jobs', 'AWS::SQS::Queue', {}).addOverride('CreationPolicy', { ResourceSignal: { Count: 1 } })
  })
  expect(problems).toEqual([` Resources.Jobs.CreationPolicy: ${notHonoured}`])
})

test('a macro is refused', () => {
  expect(refusals((stack) => stack.addTransform('AWS::Serverless-2016-10-31'))).toContain(` Transform: ${notHonoured}`)
})

const unknownProperties: [type: string, properties: object, path: string][] = [
  ['AWS::S3::Bucket', { CorsConfiguration: { CorsRules: [] } }, 'CorsConfiguration'],
  [
    'AWS::S3::Bucket',
    { NotificationConfiguration: { TopicConfigurations: [] } },
    'NotificationConfiguration.TopicConfigurations',
  ],
  ['AWS::DynamoDB::Table', { ...tableMembers(), LocalSecondaryIndexes: [] }, 'LocalSecondaryIndexes'],
  ['AWS::SQS::Queue', { FifoThroughputLimit: 'perQueue' }, 'FifoThroughputLimit'],
  ['AWS::SNS::Topic', { FifoTopic: true }, 'FifoTopic'],
  ['AWS::SES::ConfigurationSet', { TrackingOptions: { CustomRedirectDomain: 'x.example' } }, 'TrackingOptions'],
  ['AWS::IAM::Role', { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }, 'PermissionsBoundary'],
  ['AWS::ApiGatewayV2::Api', { Name: 'a', ProtocolType: 'HTTP', CorsConfiguration: {} }, 'CorsConfiguration'],
  [
    'AWS::CloudFront::Function',
    { ...viewerFunction(), FunctionConfig: keyValueStore() },
    'FunctionConfig.KeyValueStoreAssociations',
  ],
]

describe('an unknown property is refused', () => {
  test.each(unknownProperties)('of %s: %o', (type, properties, path) => {
    expect(refusals((stack) => resource(stack, 'It', type, properties))).toEqual([`It ${path}: ${notHonoured}`])
  })

  test('deep in a list, with its place', () => {
    const index = { IndexName: 'byDate', KeySchema: [], Projection: { ProjectionType: 'ALL' }, Sorted: true }
    const properties = { ...tableMembers(), GlobalSecondaryIndexes: [index] }
    expect(refusals((stack) => resource(stack, 'It', 'AWS::DynamoDB::Table', properties))).toEqual([
      `It GlobalSecondaryIndexes[0].Sorted: ${notHonoured}`,
    ])
  })
})

describe('a value that would behave differently when deployed is refused', () => {
  test('a function that runs on another Node', () => {
    const problems = refusals((stack) => lambda(stack, 'Work', { runtime: Runtime.NODEJS_22_X }))
    expect(problems).toEqual([
      expect.stringMatching(/^Work\w+ Runtime: is "nodejs22.x"; cdk-loopback supports only "nodejs24.x"$/),
    ])
  })

  test('a function with layers', () => {
    const problems = refusals((stack) => {
      const lambdaFunction = lambda(stack, 'Work')
      addOverride(lambdaFunction, 'Layers', ['arn:aws:lambda:us-east-1:1:layer:x:1'])
    })
    expect(problems).toEqual([expect.stringMatching(/^Work\w+ Layers: cdk-loopback does not support/)])
  })

  test('a function whose code is in the template', () => {
    const problems = refusals((stack) => addOverride(lambda(stack, 'Work'), 'Code', { ZipFile: 'export default 1' }))
    expect(problems).toEqual([expect.stringMatching(/^Work\w+ Code.ZipFile: cdk-loopback does not support/)])
  })

  test('a function whose code is not an asset of the assembly', () => {
    const problems = refusals((stack) =>
      addOverride(lambda(stack, 'Work'), 'Code', { S3Bucket: 'b', S3Key: 'elsewhere.zip' }),
    )
    expect(problems).toEqual([expect.stringMatching(/^Work\w+ Code.S3Key: is no folder of this assembly/)])
  })

  test('a function with a role outside the stack', () => {
    const problems = refusals((stack) => addOverride(lambda(stack, 'Work'), 'Role', 'arn:aws:iam::1:role/other'))
    expect(problems).toEqual([expect.stringMatching(/^Work\w+ Role: is no role of this stack$/)])
  })

  test('a function that would call the API at an address in AWS', () => {
    const problems = refusals((stack) => {
      const ApiId = resource(stack, 'Api', 'AWS::ApiGatewayV2::Api', { Name: 'a', ProtocolType: 'HTTP' }).ref
      resource(stack, 'Stage', 'AWS::ApiGatewayV2::Stage', { ApiId, StageName: '$default', AutoDeploy: true })
      addOverride(lambda(stack, 'Work'), 'Environment', {
        Variables: { API: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
      })
    })
    expect(problems).toEqual([
      expect.stringMatching(/^Work\w+ Environment.Variables.API: cdk-loopback serves the API only through the site/),
    ])
  })

  test('a topic that posts to its subscribers', () => {
    const problems = refusals((stack) => {
      const TopicArn = resource(stack, 'News', 'AWS::SNS::Topic', {}).ref
      resource(stack, 'It', 'AWS::SNS::Subscription', { TopicArn, Protocol: 'https', Endpoint: 'https://example.com/' })
    })
    expect(problems).toEqual(['It Protocol: is "https"; cdk-loopback supports only "sqs", "email", "email-json"'])
  })

  test('mail whose links SES would rewrite', () => {
    const problems = refusals((stack) => {
      const ConfigurationSetName = resource(stack, 'Set', 'AWS::SES::ConfigurationSet', {}).ref
      const TopicARN = resource(stack, 'News', 'AWS::SNS::Topic', {}).ref
      const EventDestination = { MatchingEventTypes: ['SEND', 'click'], SnsDestination: { TopicARN } }
      resource(stack, 'It', 'AWS::SES::ConfigurationSetEventDestination', { ConfigurationSetName, EventDestination })
    })
    expect(problems).toHaveLength(2)
    expect(problems[1]).toContain('It EventDestination.MatchingEventTypes[1]: is "click"; cdk-loopback supports only')
  })

  test('a table in two regions', () => {
    const properties = { ...tableMembers(), Replicas: [{ Region: 'us-east-1' }, { Region: 'eu-west-1' }] }
    const problems = refusals((stack) => resource(stack, 'It', 'AWS::DynamoDB::GlobalTable', properties))
    expect(problems).toEqual([expect.stringMatching(/^It Replicas: .*one machine is one region$/)])
  })

  test.each([
    [
      'FlexibleTimeWindow',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } },
      'FlexibleTimeWindow.Mode: is "FLEXIBLE"',
    ],
    ['no input', { Target: { Arn: queueArn, RoleArn: 'r' } }, 'Target.Input: cdk-loopback requires this property'],
    ['expression', { ScheduleExpression: 'sometimes' }, 'ScheduleExpression: is "sometimes"; must be cron(…)'],
    ['time zone', { ScheduleExpressionTimezone: 'Mars/Base' }, 'ScheduleExpressionTimezone: is "Mars/Base"'],
    ['end', { EndDate: '2030-01-01T00:00:00Z' }, `EndDate: ${notHonoured}`],
    [
      'target',
      { Target: { Arn: 'arn:aws:sns:us-east-1:1:x', Input: '{}', RoleArn: 'r' } },
      'Target.Arn: arn:aws:sns:us-east-1:1:x is not a resource that cdk-loopback runs',
    ],
  ])('a schedule with another %s', (_what, properties, message) => {
    const problems = refusals((stack) => {
      jobs(stack)
      resource(stack, 'It', 'AWS::Scheduler::Schedule', {
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: queueArn, Input: '{}', RoleArn: 'r' },
        ...properties,
      })
    })
    expect(problems.some((problem) => problem.startsWith(`It ${message}`))).toBe(true)
  })
})

describe('a reference to a resource outside the stack is refused', () => {
  const elsewhere = 'arn:aws:sqs:us-east-1:1:elsewhere'
  const message = `${elsewhere} is not a resource that cdk-loopback runs`

  test('from a bucket', () => {
    const QueueConfigurations = [{ Event: 's3:ObjectCreated:*', Queue: elsewhere }]
    const properties = { NotificationConfiguration: { QueueConfigurations } }
    expect(refusals((stack) => resource(stack, 'It', 'AWS::S3::Bucket', properties))).toEqual([
      `It NotificationConfiguration.QueueConfigurations[0].Queue: ${message}`,
    ])
  })

  test('from a queue to its dead letters', () => {
    const properties = { RedrivePolicy: { deadLetterTargetArn: elsewhere, maxReceiveCount: 3 } }
    expect(refusals((stack) => resource(stack, 'It', 'AWS::SQS::Queue', properties))).toEqual([
      `It RedrivePolicy: ${message}`,
    ])
  })

  test('from a topic', () => {
    const problems = refusals((stack) => {
      const TopicArn = resource(stack, 'News', 'AWS::SNS::Topic', {}).ref
      resource(stack, 'It', 'AWS::SNS::Subscription', { TopicArn, Protocol: 'sqs', Endpoint: elsewhere })
    })
    expect(problems).toEqual([`It Endpoint: ${message}`])
  })

  test('from a queue to a function', () => {
    const problems = refusals((stack) => {
      jobs(stack)
      resource(stack, 'It', 'AWS::Lambda::EventSourceMapping', { EventSourceArn: queueArn, FunctionName: 'elsewhere' })
    })
    expect(problems).toEqual(['It FunctionName: elsewhere is not a resource that cdk-loopback runs'])
  })
})

describe('a policy is refused', () => {
  function granting(statement: object) {
    return refusals((stack) => {
      const role = resource(stack, 'Role', 'AWS::IAM::Role', {}).ref
      const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }
      resource(stack, 'It', 'AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument, Roles: [role] })
    })
  }

  test('with a condition that the embedded services do not evaluate', () => {
    const condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    const problems = granting({ Action: 's3:GetObject', Resource: '*', Condition: condition })
    expect(problems).toEqual([
      expect.stringMatching(/^It PolicyDocument.Statement\[0\]: cdk-loopback does not support/),
    ])
  })

  test('without a resource', () => {
    expect(granting({ Action: 's3:GetObject' })).toEqual([
      'It PolicyDocument.Statement[0]: needs an Action and a Resource',
    ])
  })

  test('of AWS if cdk-loopback does not support it', () => {
    const arn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'
    expect(refusals((stack) => resource(stack, 'It', 'AWS::IAM::Role', { ManagedPolicyArns: [arn] }))).toEqual([
      `It ManagedPolicyArns[0]: cdk-loopback does not know the policy ${arn}`,
    ])
  })
})

test('all problems are listed in one readable error', () => {
  const assembly = synthesize((stack) => {
    resource(stack, 'Machine', 'AWS::EC2::Instance', {})
    resource(stack, 'Jobs', 'AWS::SQS::Queue', { VisibilityTimeout: 'long', Colour: 'red' })
    resource(stack, 'Bucket', 'AWS::S3::Bucket', { BucketName: { 'Fn::ImportValue': 'x' } })
  })
  const read = () => readStack({ assembly, awsUrl: 'http://127.0.0.1:1', siteUrl: 'http://127.0.0.1:2' })
  expect(read).toThrow(`cdk-loopback cannot run the template of Demo as it would be deployed:
- Jobs (AWS::SQS::Queue) VisibilityTimeout: is "long"; Invalid input: expected number, received string
- Jobs (AWS::SQS::Queue) Colour: ${notHonoured}
- Bucket (AWS::S3::Bucket) BucketName: Fn::ImportValue is not a function that cdk-loopback supports
- Machine (AWS::EC2::Instance): cdk-loopback does not support this resource type`)
})

function addOverride(lambdaFunction: LambdaFunction, path: string, value: unknown) {
  const written = lambdaFunction.node.defaultChild as CfnFunction // an L2 function's default child is its CfnFunction
  written.addPropertyOverride(path, value)
}

function tableMembers() {
  return {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  }
}

function viewerFunction() {
  return { Name: 'f', AutoPublish: true, FunctionCode: 'function handler(event) { return event.request }' }
}

function keyValueStore() {
  return { Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: [{ KeyValueStoreARN: 'arn' }] }
}
