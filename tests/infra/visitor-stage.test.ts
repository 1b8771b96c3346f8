import { expect, it } from 'vitest'
import { synthesizeStack } from '../support/synthesize-stack.ts'

const template = await synthesizeStack()

it('the stage of the API limits requests, because its own address does not lead through the distribution', () => {
  const stages = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
  expect(stages.map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    }),
  ])
})

it('readers who follow links from a mail are not counted among the visitors who subscribe and unsubscribe', () => {
  const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
  const routes = Object.entries(template.findResources('AWS::ApiGatewayV2::Route'))
  const followed = routes.filter(([, { Properties }]) => Properties.RouteKey.includes('/go/'))
  const limits = { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 }
  expect(stage?.Properties.RouteSettings).toEqual({ 'GET /go/{proxy+}': limits, 'HEAD /go/{proxy+}': limits })
  expect(followed.map(([, { Properties }]) => Properties.RouteKey).sort()).toEqual([
    'GET /go/{proxy+}',
    'HEAD /go/{proxy+}',
  ])
  // API Gateway refuses limits of a route that does not exist yet.
  expect(stage?.DependsOn).toEqual(expect.arrayContaining(followed.map(([id]) => id)))
})

it('the distribution passes on counted links without caching them, and only for GET and HEAD', () => {
  const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'))
  const behaviors = distribution?.Properties.DistributionConfig.CacheBehaviors
  const [subscribe, go] = ['/unsubscribe', '/go/*'].map((pattern) =>
    behaviors.find((each: { readonly PathPattern: string }) => each.PathPattern === pattern),
  )
  expect(go).toEqual({ ...subscribe, PathPattern: '/go/*', AllowedMethods: ['GET', 'HEAD'] })
  expect(distribution?.Properties.DistributionConfig.Logging).toBeUndefined()
})
