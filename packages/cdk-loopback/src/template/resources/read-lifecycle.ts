import * as z from 'zod'
import type { LifecycleElement, LifecycleRule } from '../../s3/buckets/bucket-settings.ts'
import { flag, oneOrMany, text } from '../language/property-types.ts'

const transition = z.object({
  TransitionDate: text.optional(),
  TransitionInDays: text.optional(),
  NewerNoncurrentVersions: text.optional(),
  StorageClass: text,
})
const rule = z.object({
  Id: text.optional(),
  Status: text,
  Prefix: text.optional(),
  TagFilters: z.array(z.object({ Key: text, Value: text })).default([]),
  ObjectSizeGreaterThan: text.optional(),
  ObjectSizeLessThan: text.optional(),
  ExpirationDate: text.optional(),
  ExpirationInDays: text.optional(),
  ExpiredObjectDeleteMarker: flag.optional(),
  Transition: oneOrMany(transition).optional(),
  Transitions: z.array(transition).default([]),
  NoncurrentVersionExpirationInDays: text.optional(),
  NoncurrentVersionExpiration: z.object({ NoncurrentDays: text, NewerNoncurrentVersions: text.optional() }).optional(),
  NoncurrentVersionTransition: oneOrMany(transition).optional(),
  NoncurrentVersionTransitions: z.array(transition).default([]),
  AbortIncompleteMultipartUpload: z.object({ DaysAfterInitiation: text }).optional(),
})
export const lifecycleConfiguration = z.object({ Rules: z.array(rule) })

type Rule = z.output<typeof rule>
type Part = LifecycleElement | undefined

/** Returns the rules of a lifecycle as S3 describes them. They have no effect here. */
export function planLifecycle({ Rules }: z.output<typeof lifecycleConfiguration>): readonly LifecycleRule[] {
  return Rules.map((rule, index) =>
    compact([
      ['ID', rule.Id ?? `rule-${index + 1}`],
      planFilter(rule),
      ['Status', rule.Status],
      ...[...(rule.Transition ?? []), ...rule.Transitions].map(planTransition('Transition', 'Days')),
      group('Expiration', [
        named('Days', rule.ExpirationInDays),
        named('Date', rule.ExpirationDate),
        named('ExpiredObjectDeleteMarker', rule.ExpiredObjectDeleteMarker?.toString()),
      ]),
      ...[...(rule.NoncurrentVersionTransition ?? []), ...rule.NoncurrentVersionTransitions].map(
        planTransition('NoncurrentVersionTransition', 'NoncurrentDays'),
      ),
      group('NoncurrentVersionExpiration', [
        named(
          'NoncurrentDays',
          rule.NoncurrentVersionExpiration?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays,
        ),
        named('NewerNoncurrentVersions', rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions),
      ]),
      group('AbortIncompleteMultipartUpload', [
        named('DaysAfterInitiation', rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation),
      ]),
    ]),
  )
}

/** Several conditions of a filter need an `And` around them. */
function planFilter({ Prefix, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan }: Rule): LifecycleElement {
  const tags = TagFilters.map(({ Key, Value }): LifecycleElement => {
    const tag: LifecycleElement[] = [
      ['Key', Key],
      ['Value', Value],
    ]
    return ['Tag', tag]
  })
  const conditions = compact([
    named('Prefix', Prefix),
    ...tags,
    named('ObjectSizeGreaterThan', ObjectSizeGreaterThan),
    named('ObjectSizeLessThan', ObjectSizeLessThan),
  ])
  if (conditions.length === 0) return ['Filter', [['Prefix', '']]]
  return ['Filter', conditions.length === 1 ? conditions : [['And', conditions]]]
}

function planTransition(name: string, days: string): (rule: z.output<typeof transition>) => LifecycleElement {
  return ({ TransitionDate, TransitionInDays, NewerNoncurrentVersions, StorageClass }) => [
    name,
    compact([
      named(days, TransitionInDays),
      named('Date', TransitionDate),
      named('NewerNoncurrentVersions', NewerNoncurrentVersions),
      ['StorageClass', StorageClass],
    ]),
  ]
}

function group(name: string, parts: readonly Part[]): Part {
  const elements = compact(parts)
  return elements.length > 0 ? [name, elements] : undefined
}

function named(name: string, value: string | undefined): Part {
  return value === undefined ? undefined : [name, value]
}

function compact(parts: readonly Part[]): LifecycleElement[] {
  return parts.filter((part) => part !== undefined)
}
