import { Duration, Fn, type Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import {
  CacheCookieBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan } from '../synthesize.ts'

function visitorsApi(stack: Stack): HttpApi {
  const api = new HttpApi(stack, 'Api')
  const integration = new HttpLambdaIntegration('Visitors', lambda(stack, 'Work'), { timeout: Duration.seconds(7) })
  api.addRoutes({ path: '/confirm', methods: [HttpMethod.GET, HttpMethod.POST], integration })
  return api
}

function apiOrigin(api: HttpApi): HttpOrigin {
  return new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), { customHeaders: { 'X-Key': 'k' } })
}

test('both policies together decide what reaches the API', () => {
  const { distribution } = plan((stack) => {
    const cachePolicy = new CachePolicy(stack, 'Cache', {
      queryStringBehavior: CacheQueryStringBehavior.allowList('page'),
      cookieBehavior: CacheCookieBehavior.denyList('tracking', 'theme'),
    })
    const originRequestPolicy = new OriginRequestPolicy(stack, 'Request', {
      headerBehavior: OriginRequestHeaderBehavior.allowList('Accept-Language', 'CloudFront-Viewer-Address'),
      queryStringBehavior: OriginRequestQueryStringBehavior.allowList('t'),
      cookieBehavior: OriginRequestCookieBehavior.allowList('theme'),
    })
    const origin = apiOrigin(visitorsApi(stack))
    new Distribution(stack, 'Distribution', { defaultBehavior: { origin, cachePolicy, originRequestPolicy } })
  })
  expect(distribution?.behaviors[0]?.origin).toEqual({
    kind: 'http-api',
    customHeaders: { 'x-key': 'k' },
    forwarded: {
      headers: { kind: 'only', names: ['accept-language', 'cloudfront-viewer-address'] },
      queryStrings: { kind: 'only', names: ['page', 't'] },
      cookies: { kind: 'all-except', names: ['tracking'] },
    },
  })
})
