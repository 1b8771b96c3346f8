import { Duration, type Stack } from 'aws-cdk-lib'
import { CfnIntegration, HttpApi, HttpMethod, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration, HttpSqsIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { CfnPolicy } from 'aws-cdk-lib/aws-iam'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan, refusals } from '../synthesize.ts'

function visitorsApi(stack: Stack): HttpApi {
  const api = new HttpApi(stack, 'Api')
  const integration = new HttpLambdaIntegration('Visitors', lambda(stack, 'Work'), { timeout: Duration.seconds(7) })
  api.addRoutes({ path: '/confirm', methods: [HttpMethod.GET, HttpMethod.POST], integration })
  return api
}

test('an HTTP API has its routes to functions', () => {
  const { httpRoutes, functions } = plan(visitorsApi)
  const functionArn = functions[0]?.arn
  expect(httpRoutes).toEqual([
    { routeKey: 'GET /confirm', functionArn, integrationTimeout: 7000 },
    { routeKey: 'POST /confirm', functionArn, integrationTimeout: 7000 },
  ])
})

test('an API without a stage is refused', () => {
  const problems = refusals((stack) => new HttpApi(stack, 'Api', { createDefaultStage: false }))
  expect(problems).toEqual([expect.stringMatching(/^Api\w+ : has no stage, so it cannot be called$/)])
})

/** Adds a route that sends the body of each request to a queue. */
function queueApi(stack: Stack, body = '$request.body'): HttpApi {
  const queue = new Queue(stack, 'Presses')
  const parameterMapping = new ParameterMapping().custom('QueueUrl', queue.queueUrl).custom('MessageBody', body)
  const api = new HttpApi(stack, 'Api')
  const integration = new HttpSqsIntegration('Press', { queue, parameterMapping })
  api.addRoutes({ path: '/press', methods: [HttpMethod.POST], integration })
  return api
}

test('an HTTP API has its routes to queues', () => {
  const { httpRoutes, queues } = plan(queueApi)
  const message = { queueArn: queues[0]?.arn, parameters: { MessageBody: '$request.body' } }
  expect(httpRoutes).toEqual([{ routeKey: 'POST /press', message, integrationTimeout: 30_000 }])
})

test.each(['$request.body.name', `\${request.body}`, '$context.requestId', 'a $request.path'])(
  'a route that sends %s is refused',
  (body) => {
    expect(refusals((stack) => queueApi(stack, body)).join()).toMatch(
      /RequestParameters.MessageBody: is .*; must be text/,
    )
  },
)

test.each<[string, unknown, RegExp]>([
  ['RequestParameters.QueueUrl', 'https://sqs.example/1/other', /is no queue of this stack/],
  ['CredentialsArn', 'arn:aws:iam::000000000000:role/other', /is no role that apigateway.amazonaws.com can assume/],
])('a route with another %s is refused', (property, value, problem) => {
  const problems = refusals((stack) => {
    const integration = queueApi(stack)
      .node.findAll()
      .find((each) => each instanceof CfnIntegration)
    integration?.addPropertyOverride(property, value)
  })
  expect(problems.join()).toMatch(problem)
})

test('a route is refused if its role may not send to the queue', () => {
  const problems = refusals((stack) => {
    const api = queueApi(stack)
    const policy = api.node.findAll().find((each) => each instanceof CfnPolicy)
    policy?.addPropertyOverride('PolicyDocument.Statement.0.Action', 'sqs:ReceiveMessage')
  })
  expect(problems.join()).toMatch(/CredentialsArn: does not allow sqs:SendMessage on arn:aws:sqs:/)
})
