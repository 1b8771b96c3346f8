import * as z from 'zod'
import { flag, text, whole, withoutMeaning } from '../language/property-types.ts'

const functionAssociation = z.strictObject({
  EventType: z.enum(['viewer-request', 'viewer-response']),
  FunctionARN: text,
})
const behaviorMembers = {
  TargetOriginId: text,
  AllowedMethods: z.array(text).default(['GET', 'HEAD']),
  Compress: flag.default(false),
  CachePolicyId: text,
  OriginRequestPolicyId: text.optional(),
  ResponseHeadersPolicyId: text.optional(),
  FunctionAssociations: z.array(functionAssociation).max(2).default([]),
  SmoothStreaming: z.literal(false).optional(),
  // No cache, no TLS and no logs of requests on one machine.
  ...withoutMeaning('CachedMethods', 'RealtimeLogConfigArn', 'ViewerProtocolPolicy'),
}
const defaultBehavior = z.strictObject(behaviorMembers)
const behavior = z.strictObject({ ...behaviorMembers, PathPattern: text })
const origin = z.strictObject({
  Id: text,
  DomainName: text,
  OriginPath: z.literal('').optional(),
  S3OriginConfig: z.strictObject({ OriginAccessIdentity: z.literal('').optional() }).optional(),
  OriginCustomHeaders: z.array(z.strictObject({ HeaderName: text, HeaderValue: text })).default([]),
  // How CloudFront connects to the origin. What it may read of a bucket depends on the bucket's policy.
  ...withoutMeaning(
    'ConnectionAttempts',
    'ConnectionTimeout',
    'CustomOriginConfig',
    'OriginAccessControlId',
    'OriginShield',
    'ResponseCompletionTimeout',
  ),
})

export const distributionProperties = z.strictObject({
  DistributionConfig: z.strictObject({
    Enabled: z.literal(true),
    DefaultRootObject: text.default(''),
    Origins: z.array(origin),
    DefaultCacheBehavior: defaultBehavior,
    CacheBehaviors: z.array(behavior).default([]),
    CustomErrorResponses: z
      .array(
        z.strictObject({
          ErrorCode: whole,
          ResponseCode: whole.optional(),
          ResponsePagePath: text.optional(),
          ...withoutMeaning('ErrorCachingMinTTL'),
        }),
      )
      .default([]),
    Logging: z.strictObject({ Bucket: text, Prefix: text.default(''), IncludeCookies: flag.default(false) }).optional(),
    // The public address, its protocols and prices, restrictions of viewers.
    ...withoutMeaning(
      'Aliases',
      'AnycastIpListId',
      'Comment',
      'HttpVersion',
      'IPV6Enabled',
      'PriceClass',
      'Restrictions',
      'ViewerCertificate',
      'WebACLId',
    ),
  }),
  ...withoutMeaning('Tags'),
})

export const viewerFunctionProperties = z.strictObject({
  Name: text,
  AutoPublish: z.literal(true),
  FunctionCode: text,
  FunctionConfig: z.strictObject({
    Runtime: z.enum(['cloudfront-js-1.0', 'cloudfront-js-2.0']),
    ...withoutMeaning('Comment'),
  }),
  ...withoutMeaning('FunctionMetadata', 'Tags'),
})

export type DistributionConfig = z.output<typeof distributionProperties>['DistributionConfig']
export type BehaviorConfig = z.output<typeof defaultBehavior> & { readonly PathPattern?: string | undefined }
