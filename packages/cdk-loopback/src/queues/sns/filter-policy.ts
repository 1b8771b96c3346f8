import * as z from 'zod'
import type { MessageAttributes } from '../message-attributes.ts'
import { type Condition, condition, matchesCondition } from './filter-condition.ts'

/** Conditions by message attribute. Every attribute must match, each by at least one of its conditions. */
type Conditions = Readonly<Record<string, readonly Condition[]>>

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export type FilterPolicy = { readonly all: Conditions; readonly anyOf: readonly Conditions[] | undefined }

const conditions = z.record(
  z.string(),
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(condition)),
)
const policy = z.looseObject({ $or: z.array(conditions).optional() })

/** @throws {Error} if the policy has an operator that SNS does not have */
export function readFilterPolicy(text: string): FilterPolicy {
  try {
    const { $or, ...rest } = policy.parse(JSON.parse(text))
    return { all: conditions.parse(rest), anyOf: $or }
  } catch (cause) {
    throw new Error(`The filter policy ${text} is invalid.`, { cause })
  }
}

export function matchesPolicy({ all, anyOf }: FilterPolicy, attributes: MessageAttributes): boolean {
  return matchesAll(all, attributes) && (anyOf?.some((each) => matchesAll(each, attributes)) ?? true)
}

function matchesAll(all: Conditions, attributes: MessageAttributes): boolean {
  const hasAttributes = Object.keys(attributes).length > 0
  return Object.entries(all).every(([name, alternatives]) => {
    const values = valuesOf(attributes, name)
    return alternatives.some((each) => matchesCondition(each, values, hasAttributes))
  })
}

/** Returns an attribute's values: several for an array, undefined if the attribute is absent. */
function valuesOf(attributes: MessageAttributes, name: string): readonly unknown[] | undefined {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  if (!attribute) return undefined
  const { DataType, StringValue = '' } = attribute
  if (DataType !== 'String.Array') return [StringValue]
  try {
    const array: unknown = JSON.parse(StringValue)
    return Array.isArray(array) ? array : [StringValue]
  } catch {
    return [StringValue]
  }
}
