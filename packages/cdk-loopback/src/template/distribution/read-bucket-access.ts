import * as z from 'zod'
import { oneOrMany, text } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown(),
  Action: oneOrMany(text),
})
const bucketPolicyProperties = z.strictObject({
  Bucket: text,
  PolicyDocument: z.object({ Statement: oneOrMany(statement) }),
})

/** What bucket policies grant to CloudFront: actions by bucket name. Everybody else's grants have no local meaning. */
export function readBucketAccess(template: Template): ReadonlyMap<string, readonly string[]> {
  const granted = new Map<string, readonly string[]>()
  for (const { properties } of template.read('AWS::S3::BucketPolicy', bucketPolicyProperties)) {
    const actions = properties.PolicyDocument.Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('cloudfront.amazonaws.com'),
    ).flatMap(({ Action }) => Action)
    granted.set(properties.Bucket, [...(granted.get(properties.Bucket) ?? []), ...actions])
  }
  return granted
}
