import * as z from 'zod'
import { oneOrMany, text } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { BucketPlan } from '../stack-plan.ts'
import type { BehaviorPlan, DistributionPlan, ForwardedPlan, OriginPlan } from './distribution-plan.ts'
import { type BehaviorConfig, type DistributionConfig, distributionProperties } from './distribution-properties.ts'
import { behaviorReader } from './read-behaviors.ts'

type OriginConfig = DistributionConfig['Origins'][number]
type FindOrigin = (origin: OriginConfig, forwarded: ForwardedPlan) => OriginPlan | undefined

/** Reads the stack's distribution, with the policies and functions that its behaviours name. */
export function readDistribution(
  template: Template,
  buckets: readonly BucketPlan[],
  apiDomain: string | undefined,
): DistributionPlan | undefined {
  const readBehavior = behaviorReader(template)
  const findOrigin = originFinder(template, buckets, apiDomain)
  const [distribution, ...others] = template.read('AWS::CloudFront::Distribution', distributionProperties)
  for (const other of others) template.report(other, '', 'cdk-loopback serves only one distribution')
  if (!distribution) return undefined

  const { DistributionConfig: config } = distribution.properties
  const behaviors = listBehaviors(config).flatMap(([path, behavior]): BehaviorPlan[] => {
    const report = (property: string, message: string) =>
      template.report(distribution, `DistributionConfig.${path}.${property}`, message)
    const { forwarded, ...read } = readBehavior(behavior, report)
    const target = config.Origins.find(({ Id }) => Id === behavior.TargetOriginId)
    const origin = target && findOrigin(target, forwarded)
    if (!origin) report('TargetOriginId', 'is neither the HTTP API nor a bucket of this stack that CloudFront may read')
    return origin ? [{ ...read, origin }] : []
  })
  const logging = readLogging(template, distribution, buckets)
  const errorResponses = listErrorResponses(config)
  return { defaultRootObject: config.DefaultRootObject, behaviors, errorResponses, ...(logging && { logging }) }
}

/** Reads where access logs go. CloudFront writes them with an ACL, which the bucket must allow. */
function readLogging(
  template: Template,
  distribution: Resource<z.output<typeof distributionProperties>>,
  buckets: readonly BucketPlan[],
): DistributionPlan['logging'] {
  const { Logging } = distribution.properties.DistributionConfig
  if (!Logging) return undefined
  const path = 'DistributionConfig.Logging'
  const name = Logging.Bucket.replace(/\.s3(?:\.[a-z0-9-]+)?\.amazonaws\.com$/, '')
  const bucket = buckets.find((each) => each.name === name)
  if (!bucket) template.report(distribution, `${path}.Bucket`, `${Logging.Bucket} is no bucket of this stack`)
  else if ((bucket.settings.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') {
    template.report(
      distribution,
      `${path}.Bucket`,
      `the bucket ${name} has no ACLs, which CloudFront needs to write logs`,
    )
  }
  if (Logging.IncludeCookies) template.report(distribution, `${path}.IncludeCookies`, 'cdk-loopback logs no cookies')
  return { id: distribution.ref, bucketName: name, prefix: Logging.Prefix }
}

/** Lists the behaviours with their paths in the template. The default behaviour comes last, as in CloudFront. */
function listBehaviors(config: DistributionConfig): [string, BehaviorConfig][] {
  return [
    ...config.CacheBehaviors.map((behavior, at): [string, BehaviorConfig] => [`CacheBehaviors[${at}]`, behavior]),
    ['DefaultCacheBehavior', config.DefaultCacheBehavior],
  ]
}

function originFinder(template: Template, buckets: readonly BucketPlan[], apiDomain: string | undefined): FindOrigin {
  const access = readBucketAccess(template)
  return ({ DomainName: domain, OriginCustomHeaders: added }, forwarded) => {
    if (domain === apiDomain) return { kind: 'http-api', forwarded, customHeaders: namedHeaders(added) }
    const bucket = buckets.find(({ name }) => domain === `${name}.s3.${template.region}.amazonaws.com`)
    const granted = access.get(bucket?.name ?? '') ?? []
    if (!bucket || !granted.includes('s3:GetObject')) return undefined
    return { kind: 'bucket', bucketName: bucket.name, listable: granted.includes('s3:ListBucket') }
  }
}

function namedHeaders(headers: OriginConfig['OriginCustomHeaders']): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]))
}

/** Lists error responses with a page. The others only say how long CloudFront caches an error. */
function listErrorResponses(config: DistributionConfig): DistributionPlan['errorResponses'] {
  return config.CustomErrorResponses.flatMap(({ ErrorCode, ResponseCode, ResponsePagePath }) =>
    ResponsePagePath === undefined
      ? []
      : [{ errorCode: ErrorCode, responseCode: ResponseCode ?? ErrorCode, pagePath: ResponsePagePath }],
  )
}

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown(),
  Action: oneOrMany(text),
})
const bucketPolicyProperties = z.strictObject({
  Bucket: text,
  PolicyDocument: z.object({ Statement: oneOrMany(statement) }),
})

/** Reads what bucket policies grant to CloudFront: actions by bucket name. Grants to others have no meaning locally. */
function readBucketAccess(template: Template): ReadonlyMap<string, readonly string[]> {
  const granted = new Map<string, readonly string[]>()
  for (const { properties } of template.read('AWS::S3::BucketPolicy', bucketPolicyProperties)) {
    const actions = properties.PolicyDocument.Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('cloudfront.amazonaws.com'),
    ).flatMap(({ Action }) => Action)
    granted.set(properties.Bucket, [...(granted.get(properties.Bucket) ?? []), ...actions])
  }
  return granted
}
