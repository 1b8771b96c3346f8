import { matchesWildcard } from './wildcard.ts'

type Value = string | boolean | number

/** Operator → condition key → values: `{'ForAllValues:StringLike': {'dynamodb:LeadingKeys': ['article#*']}}`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, Value | readonly Value[]>>>>

type Comparison = (expected: string, actual: string) => boolean

const equals: Comparison = (expected, actual) => expected === actual
const arnLike: Comparison = (expected, actual) => {
  const patterns = splitArn(expected)
  const parts = splitArn(actual)
  return patterns.length === parts.length && patterns.every((pattern, at) => matchesWildcard(pattern, parts[at] ?? ''))
}

export const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringLike: matchesWildcard,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
}

export const negations: Readonly<Record<string, Comparison>> = {
  StringNotEquals: equals,
  StringNotLike: matchesWildcard,
}

/** The condition keys that the embedded services provide, and whether a key can have several values. */
export const keys: Readonly<Record<string, 'single' | 'multiple'>> = {
  'aws:securetransport': 'single',
  's3:prefix': 'single',
  's3:delimiter': 'single',
  'ses:feedbackaddress': 'single',
  'ses:fromaddress': 'single',
  'ses:fromdisplayname': 'single',
  'ses:recipients': 'multiple',
  'dynamodb:leadingkeys': 'multiple',
  'events:source': 'single',
  'events:detail-type': 'single',
}

/** Condition keys of every request. Loopback needs no TLS, but policies that require TLS must still grant. */
const ambient = { 'aws:SecureTransport': ['true'] }

/** Returns whether all parts of a condition hold. */
export function conditionHolds(condition: Condition, context: Readonly<Record<string, readonly string[]>>): boolean {
  const actual = Object.entries({ ...ambient, ...context }).map(([key, values]) => [key.toLowerCase(), values] as const)
  const byKey = new Map(actual)
  return Object.entries(condition).every(([operator, tests]) =>
    Object.entries(tests).every(([key, expected]) => testHolds(operator, list(expected), byKey.get(key.toLowerCase()))),
  )
}

/** Describes the parts of a condition that cannot be enforced. */
export function unsupportedConditions(condition: Condition): readonly string[] {
  return Object.entries(condition).flatMap(([operator, tests]) => {
    const { quantifier, name } = readOperator(operator)
    if (!comparisons[name] && !negations[name]) return [`operator ${operator}`]
    return Object.entries(tests).flatMap(([key, expected]) => {
      const cardinality = keys[key.toLowerCase()]
      if (!cardinality) return [`key ${key}`]
      if (cardinality === 'multiple' && !quantifier) return [`operator ${operator} on ${key}, which has several values`]
      return list(expected)
        .filter((value) => value.includes('${'))
        .map((value) => `policy variable in ${value}`)
    })
  })
}

function testHolds(operator: string, expected: readonly string[], actual: readonly string[] | undefined): boolean {
  const { quantifier, name, ifExists } = readOperator(operator)
  const negated = negations[name]
  const comparison = negated ?? comparisons[name]
  if (!comparison) return false
  if (!actual || actual.length === 0) {
    // A missing key fails a positive test and passes a negated one.
    return ifExists || quantifier === 'ForAllValues' || (negated !== undefined && quantifier === undefined)
  }
  const valueHolds = (value: string) => expected.some((one) => comparison(one, value)) !== (negated !== undefined)
  return quantifier === 'ForAllValues' ? actual.every(valueHolds) : actual.some(valueHolds)
}

function readOperator(operator: string) {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  return { quantifier, name, ifExists: ifExists !== undefined }
}

/** Splits an ARN into its six parts. The last may contain further colons. */
function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function list(value: Value | readonly Value[]): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
