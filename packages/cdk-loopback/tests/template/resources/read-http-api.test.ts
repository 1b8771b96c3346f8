import { Duration, type Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
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
