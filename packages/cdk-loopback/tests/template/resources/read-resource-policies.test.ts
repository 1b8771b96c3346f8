import type { CfnResource, Stack } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction, SnsTopic, SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { IConstruct } from 'constructs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { refusals } from '../synthesize.ts'

/** A rule with a function, a queue and a topic as targets, a dead-letter queue, and an API with two routes. */
function define(stack: Stack): void {
  const work = lambda(stack, 'Work', { functionName: 'work' })
  const deadLetterQueue = new Queue(stack, 'Dead', { queueName: 'dead' })
  const rule = new Rule(stack, 'Rule', { ruleName: 'rule', eventPattern: { source: ['shop'] } })
  rule.addTarget(new LambdaFunction(work, { deadLetterQueue }))
  rule.addTarget(new SqsQueue(new Queue(stack, 'Jobs', { queueName: 'jobs' })))
  rule.addTarget(new SnsTopic(new Topic(stack, 'Topic', { topicName: 'topic' })))
  const integration = new HttpLambdaIntegration('Integration', work)
  const api = new HttpApi(stack, 'Api', { defaultIntegration: integration })
  api.addRoutes({ path: '/things/{id}', integration })
}

/** Changes the resources of a type that a stack defines. */
function change(type: string, edit: (resource: CfnResource, parent: IConstruct) => void) {
  return (stack: Stack) => {
    define(stack)
    const resources = stack.node.findAll().filter((each): each is CfnResource => 'cfnResourceType' in each)
    for (const each of resources) if (each.cfnResourceType === type) edit(each, each.node.scope ?? stack)
  }
}

const remove = (type: string) => change(type, (resource, parent) => parent.node.tryRemoveChild(resource.node.id))

const forRule = 'for arn:aws:events:us-east-1:000000000000:rule/rule'
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work'

test('what CDK grants is enough', () => {
  expect(refusals(define)).toEqual([])
})

test('a function without permissions cannot be invoked by rules and routes', () => {
  const caller = `the policy of ${arn} does not let events.amazonaws.com call lambda:InvokeFunction ${forRule}`
  const route = (path: string) =>
    expect.stringMatching(
      new RegExp(`does not let apigateway.amazonaws.com call lambda:InvokeFunction for .*:api\\w+/\\$default/${path}$`),
    )
  expect(refusals(remove('AWS::Lambda::Permission'))).toEqual([
    route('\\$default'),
    route('ANY/things/\\{id\\}'),
    expect.stringMatching(new RegExp(`^Rule\\w+ Targets\\[0\\].Arn: ${caller}$`)),
  ])
})

test.each([
  ['SourceArn', 'arn:aws:events:us-east-1:000000000000:rule/other'],
  ['SourceAccount', '111111111111'],
  ['Principal', 's3.amazonaws.com'],
  ['Action', 'lambda:GetFunction'],
  ['FunctionName', 'other'],
])('a permission with another %s does not apply', (property, value) => {
  const edit = (resource: CfnResource) => resource.addPropertyOverride(property, value)
  expect(refusals(change('AWS::Lambda::Permission', edit))).toContainEqual(
    expect.stringMatching(/Targets\[0\].Arn: .* does not let events.amazonaws.com call lambda:InvokeFunction/),
  )
})

test('queues and topics without policies get nothing from rules', () => {
  const queue = (name: string) => `the policy of arn:aws:sqs:us-east-1:000000000000:${name} does not let`
  expect(refusals(remove('AWS::SQS::QueuePolicy'))).toEqual([
    expect.stringContaining(`Targets[0].DeadLetterConfig.Arn: ${queue('dead')}`),
    expect.stringContaining(`Targets[1].Arn: ${queue('jobs')} events.amazonaws.com call sqs:SendMessage ${forRule}`),
  ])
  expect(refusals(remove('AWS::SNS::TopicPolicy'))).toEqual([
    expect.stringContaining('topic does not let events.amazonaws.com call sns:Publish'),
  ])
})
