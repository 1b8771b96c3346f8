import { Duration, Fn, type Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  type DistributionProps,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  Function as ViewerFunction,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan, refusals } from '../synthesize.ts'

const code = 'function handler(event) { return event.request }'

function siteBucket(stack: Stack) {
  // CDK's interfaces are not written for exactOptionalPropertyTypes.
  return (stack.node.tryFindChild('Site') ?? new Bucket(stack, 'Site', { bucketName: 'site' })) as IBucket
}

function distribute(stack: Stack, props: Partial<DistributionProps> = {}) {
  const defaultBehavior = { origin: S3BucketOrigin.withOriginAccessControl(siteBucket(stack)) }
  return new Distribution(stack, 'Distribution', { defaultBehavior, ...props })
}

function visitorsApi(stack: Stack): HttpApi {
  const api = new HttpApi(stack, 'Api')
  const integration = new HttpLambdaIntegration('Visitors', lambda(stack, 'Work'), { timeout: Duration.seconds(7) })
  api.addRoutes({ path: '/confirm', methods: [HttpMethod.GET, HttpMethod.POST], integration })
  return api
}

function apiOrigin(api: HttpApi): HttpOrigin {
  return new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint)), { customHeaders: { 'X-Key': 'k' } })
}

test('behaviours are in the order in which CloudFront tries them, the default one last', () => {
  const { distribution } = plan((stack) => {
    const origin = apiOrigin(visitorsApi(stack))
    distribute(stack, {
      additionalBehaviors: {
        '/confirm': {
          origin,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
        '*.css': { origin: S3BucketOrigin.withOriginAccessControl(siteBucket(stack)) },
      },
    })
  })
  expect(distribution?.behaviors.map(({ pathPattern }) => pathPattern)).toEqual(['/confirm', '*.css', '*'])
  const [confirm, styles, other] = distribution?.behaviors ?? []
  expect(confirm?.allowedMethods).toEqual(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'])
  expect(confirm?.origin).toEqual({
    kind: 'http-api',
    customHeaders: { 'x-key': 'k' },
    forwarded: {
      headers: { kind: 'all-except', names: ['host'] },
      cookies: { kind: 'all-except', names: [] },
      queryStrings: { kind: 'all-except', names: [] },
    },
  })
  expect(confirm?.compress).toBe(false)
  expect(styles?.allowedMethods).toEqual(['GET', 'HEAD'])
  expect(other?.origin).toEqual({ kind: 'bucket', bucketName: 'site', listable: false })
  expect(other?.compress).toBe(true)
})

test('a bucket that CloudFront may list is listable', () => {
  const { distribution } = plan((stack) => {
    const originAccessLevels = [AccessLevel.READ, AccessLevel.LIST]
    const origin = S3BucketOrigin.withOriginAccessControl(siteBucket(stack), { originAccessLevels })
    new Distribution(stack, 'Distribution', { defaultBehavior: { origin }, defaultRootObject: 'index.html' })
  })
  expect(distribution?.behaviors[0]?.origin).toMatchObject({ kind: 'bucket', listable: true })
})

test('error pages, the root object and the viewer-request function are read', () => {
  const { distribution } = plan((stack) => {
    const rewrite = new ViewerFunction(stack, 'Rewrite', { code: FunctionCode.fromInline(code) })
    distribute(stack, {
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(siteBucket(stack)),
        functionAssociations: [{ function: rewrite, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      errorResponses: [
        { httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/404.html' },
        { httpStatus: 500, ttl: Duration.seconds(1) },
      ],
    })
  })
  expect(distribution?.defaultRootObject).toBe('index.html')
  expect(distribution?.errorResponses).toEqual([{ errorCode: 403, responseCode: 404, pagePath: '/404.html' }])
  expect(distribution?.behaviors[0]?.viewerRequestCode).toBe(code)
})

test('an origin outside of the stack is refused', () => {
  const origin = new HttpOrigin('example.com')
  const problems = refusals((stack) => new Distribution(stack, 'Distribution', { defaultBehavior: { origin } }))
  expect(problems).toEqual([
    expect.stringMatching(
      /DistributionConfig.DefaultCacheBehavior.TargetOriginId: is neither the HTTP API nor a bucket/,
    ),
  ])
})

test('a bucket that CloudFront may not read is refused', () => {
  const problems = refusals((stack) => {
    distribute(stack)
    siteBucketPolicy(stack)
  })
  expect(problems).toEqual([expect.stringMatching(/TargetOriginId: is neither .* that CloudFront may read$/)])
})

function siteBucketPolicy(stack: Stack) {
  stack.node.findChild('Site').node.tryRemoveChild('Policy')
}

test('unknown managed policies are refused where they are used', () => {
  const problems = refusals((stack) => {
    const origin = S3BucketOrigin.withOriginAccessControl(siteBucket(stack))
    distribute(stack, {
      defaultBehavior: {
        origin,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
        originRequestPolicy: OriginRequestPolicy.USER_AGENT_REFERER_HEADERS,
        cachePolicy: CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS,
      },
    })
  })
  expect(problems.map((problem) => /DefaultCacheBehavior\.(\w+):/.exec(problem)?.[1])).toEqual([
    'CachePolicyId',
    'OriginRequestPolicyId',
    'ResponseHeadersPolicyId',
  ])
})

test('a viewer-response function is read', () => {
  const { distribution } = plan((stack) => {
    const name = new ViewerFunction(stack, 'Name', { code: FunctionCode.fromInline(code) })
    const origin = S3BucketOrigin.withOriginAccessControl(siteBucket(stack))
    const functionAssociations = [{ function: name, eventType: FunctionEventType.VIEWER_RESPONSE }]
    distribute(stack, { defaultBehavior: { origin, functionAssociations } })
  })
  expect(distribution?.behaviors[0]).toMatchObject({ viewerRequestCode: undefined, viewerResponseCode: code })
})

test('code that CloudFront would not run is refused, with the function, the line and the feature', () => {
  const problems = refusals((stack) => {
    const modern = 'function handler(event) {\n  const { request } = event\n  return [request].at(0)\n}'
    new ViewerFunction(stack, 'Modern', {
      code: FunctionCode.fromInline(modern),
      runtime: FunctionRuntime.JS_2_0,
    })
  })
  expect(problems).toEqual([
    expect.stringMatching(/^Modern\w+ FunctionCode: line 2: cloudfront-js-2\.0 does not support destructuring$/),
    expect.stringMatching(/^Modern\w+ FunctionCode: line 3: cloudfront-js-2\.0 does not support the method at$/),
  ])
})

test('a second API and a second distribution are refused', () => {
  const problems = refusals((stack) => {
    visitorsApi(stack)
    new HttpApi(stack, 'Second')
    distribute(stack)
    const origin = S3BucketOrigin.withOriginAccessControl(siteBucket(stack))
    new Distribution(stack, 'Third', { defaultBehavior: { origin } })
  })
  expect(problems).toEqual([
    expect.stringMatching(/^Second\w+ : cdk-loopback serves only one HTTP API$/),
    expect.stringMatching(/^Third\w+ : cdk-loopback serves only one distribution$/),
  ])
})
