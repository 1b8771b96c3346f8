import { Duration, type Stack } from 'aws-cdk-lib'
import {
  Distribution,
  type DistributionProps,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { expect, test } from 'vitest'
import { plan } from '../synthesize.ts'

function siteBucket(stack: Stack) {
  // CDK's interfaces are not written for exactOptionalPropertyTypes.
  return (stack.node.tryFindChild('Site') ?? new Bucket(stack, 'Site', { bucketName: 'site' })) as IBucket
}

function distribute(stack: Stack, props: Partial<DistributionProps> = {}) {
  const defaultBehavior = { origin: S3BucketOrigin.withOriginAccessControl(siteBucket(stack)) }
  return new Distribution(stack, 'Distribution', { defaultBehavior, ...props })
}

test('a response headers policy becomes HTTP headers', () => {
  const { distribution } = plan((stack) => {
    const responseHeadersPolicy = new ResponseHeadersPolicy(stack, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: false },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(1),
          includeSubdomains: true,
          preload: true,
          override: true,
        },
        xssProtection: { protection: true, modeBlock: true, override: true },
      },
      customHeadersBehavior: { customHeaders: [{ header: 'X-Robots', value: 'all', override: false }] },
      removeHeaders: ['Server'],
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowMethods: ['ALL'],
        accessControlAllowHeaders: ['*'],
        accessControlExposeHeaders: ['ETag'],
        accessControlMaxAge: Duration.seconds(60),
        accessControlAllowCredentials: false,
        originOverride: false,
      },
    })
    const origin = S3BucketOrigin.withOriginAccessControl(siteBucket(stack))
    distribute(stack, { defaultBehavior: { origin, responseHeadersPolicy } })
  })
  expect(distribution?.behaviors[0]).toMatchObject({
    responseHeaders: [
      { name: 'content-security-policy', value: "default-src 'self'", override: true },
      { name: 'x-content-type-options', value: 'nosniff', override: true },
      { name: 'x-frame-options', value: 'DENY', override: true },
      { name: 'referrer-policy', value: 'no-referrer', override: false },
      { name: 'strict-transport-security', value: 'max-age=86400; includeSubDomains; preload', override: true },
      { name: 'x-xss-protection', value: '1; mode=block', override: true },
      { name: 'X-Robots', value: 'all', override: false },
    ],
    removedHeaders: ['server'],
    cors: { origins: ['*'], headers: ['*'], exposedHeaders: ['ETag'], credentials: false, maxAge: 60, override: false },
  })
  expect(distribution?.behaviors[0]?.cors?.methods).toContain('PATCH')
})
