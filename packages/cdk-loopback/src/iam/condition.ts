import { matchesWildcard } from './wildcard.ts'

type Value = string | boolean | number

/** Operator → condition key → values: `{'ForAllValues:StringLike': {'dynamodb:LeadingKeys': ['article#*']}}`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, Value | readonly Value[]>>>>

type Comparison = (wanted: string, actual: string) => boolean

const equals: Comparison = (wanted, actual) => wanted === actual
const arnLike: Comparison = (wanted, actual) => {
  const patterns = splitArn(wanted)
  const parts = splitArn(actual)
  return patterns.length === parts.length && patterns.every((pattern, at) => matchesWildcard(pattern, parts[at] ?? ''))
}

export const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringLike: matchesWildcard,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
}

export const negations: Readonly<Record<string, Comparison>> = {
  StringNotEquals: equals,
  StringNotLike: matchesWildcard,
}

/** The condition keys that the embedded servers give to their permissions, and whether a key has several values. */
export const keys: Readonly<Record<string, 'single' | 'multiple'>> = {
  'aws:securetransport': 'single',
  's3:prefix': 'single',
  's3:delimiter': 'single',
  'ses:fromaddress': 'single',
  'ses:recipients': 'multiple',
  'dynamodb:leadingkeys': 'multiple',
}

/** True of every request: what AWS would see over TLS, the embedded servers get over loopback. */
const ambient = { 'aws:SecureTransport': ['true'] }

/** Whether all parts of a condition hold. */
export function conditionHolds(condition: Condition, context: Readonly<Record<string, readonly string[]>>): boolean {
  const actual = Object.entries({ ...ambient, ...context }).map(([key, values]) => [key.toLowerCase(), values] as const)
  const byKey = new Map(actual)
  return Object.entries(condition).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => testHolds(operator, list(wanted), byKey.get(key.toLowerCase()))),
  )
}

/** What of a condition would not be honoured, in words. */
export function unsupportedConditions(condition: Condition): readonly string[] {
  return Object.entries(condition).flatMap(([operator, tests]) => {
    const { quantifier, name } = readOperator(operator)
    if (!comparisons[name] && !negations[name]) return [`operator ${operator}`]
    return Object.entries(tests).flatMap(([key, wanted]) => {
      const cardinality = keys[key.toLowerCase()]
      if (!cardinality) return [`key ${key}`]
      if (cardinality === 'multiple' && !quantifier) return [`operator ${operator} on ${key}, which has several values`]
      return list(wanted)
        .filter((value) => value.includes('${'))
        .map((value) => `policy variable in ${value}`)
    })
  })
}

function testHolds(operator: string, wanted: readonly string[], actual: readonly string[] | undefined): boolean {
  const { quantifier, name, ifExists } = readOperator(operator)
  const negated = negations[name]
  const comparison = negated ?? comparisons[name]
  if (!comparison) return false
  if (!actual || actual.length === 0) {
    // A key that the request doesn't have fails what asks for something and passes what forbids something.
    return ifExists || quantifier === 'ForAllValues' || (negated !== undefined && quantifier === undefined)
  }
  const valueHolds = (value: string) => wanted.some((one) => comparison(one, value)) !== (negated !== undefined)
  return quantifier === 'ForAllValues' ? actual.every(valueHolds) : actual.some(valueHolds)
}

function readOperator(operator: string) {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  return { quantifier, name, ifExists: ifExists !== undefined }
}

/** The six parts of an ARN; the last may hold further colons. */
function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function list(value: Value | readonly Value[]): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}
