import * as z from 'zod'
import { isWithin } from '../../events/ip-range.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const textOperators = {
  prefix: z.strictObject({ prefix: z.string() }),
  suffix: z.strictObject({ suffix: z.string() }),
  wildcard: z.strictObject({ wildcard: z.string() }),
  ignoreCase: z.strictObject({ 'equals-ignore-case': z.string() }),
  cidr: z.strictObject({ cidr: z.string() }),
}
const textOperator = z.union(Object.values(textOperators))
const comparison = z.tuple([z.enum(['=', '>', '>=', '<', '<=']), z.number()])

/** One condition of a filter policy. */
export const condition = z.union([
  scalar,
  textOperator,
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ numeric: z.union([comparison, z.tuple([...comparison.def.items, ...comparison.def.items])]) }),
  z.strictObject({ 'anything-but': z.union([scalar, z.array(scalar), textOperator]) }),
])

export type Condition = z.output<typeof condition>
type TextOperator = z.output<typeof textOperator>

/** @param values the attribute's values; undefined if the message does not have the attribute */
export function matchesCondition(
  condition: Condition,
  values: readonly unknown[] | undefined,
  hasAttributes: boolean,
): boolean {
  if (condition === null) return values === undefined
  if (typeof condition === 'object' && 'exists' in condition) {
    // If a subscription filters by attributes, SNS never delivers a message without any attributes to it.
    return condition.exists ? values !== undefined : values === undefined && hasAttributes
  }
  return values?.some((value) => matchesValue(condition, value)) ?? false
}

function matchesValue(condition: Exclude<Condition, { exists: boolean } | null>, value: unknown): boolean {
  if (typeof condition !== 'object') return equals(condition, value)
  if ('numeric' in condition) return matchesNumber(condition.numeric, value)
  if ('anything-but' in condition) return !isExcluded(condition['anything-but'], value)
  return matchesText(condition, String(value))
}

function isExcluded(excluded: z.output<typeof scalar> | z.output<typeof scalar>[] | TextOperator, value: unknown) {
  if (Array.isArray(excluded)) return excluded.some((each) => equals(each, value))
  return typeof excluded === 'object' && excluded !== null
    ? matchesText(excluded, String(value))
    : equals(excluded, value)
}

/** Compares as text, because attribute values are texts, except within arrays. */
function equals(expected: string | number | boolean | null, value: unknown): boolean {
  return typeof expected === 'number' ? toNumber(value) === expected : String(value) === String(expected)
}

function toNumber(value: unknown): number {
  return value === '' ? Number.NaN : Number(value)
}

function matchesNumber(numeric: readonly (string | number)[], value: unknown): boolean {
  const actual = toNumber(value)
  const pairs = Array.from({ length: numeric.length / 2 }, (_, index) => numeric.slice(2 * index, 2 * index + 2))
  return pairs.every(([operator, bound]) => {
    switch (operator) {
      case '=':
        return actual === Number(bound)
      case '>':
        return actual > Number(bound)
      case '>=':
        return actual >= Number(bound)
      case '<':
        return actual < Number(bound)
      default:
        return actual <= Number(bound)
    }
  })
}

function matchesText(operator: TextOperator, value: string): boolean {
  if ('prefix' in operator) return value.startsWith(operator.prefix)
  if ('suffix' in operator) return value.endsWith(operator.suffix)
  if ('equals-ignore-case' in operator) return value.toLowerCase() === operator['equals-ignore-case'].toLowerCase()
  if ('cidr' in operator) return isWithin(operator.cidr, value)
  const parts = operator.wildcard.split('*').map((part) => RegExp.escape(part))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value)
}
