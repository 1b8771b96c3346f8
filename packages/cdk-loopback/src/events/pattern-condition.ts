import { isRange, isWithin } from './ip-range.ts'

/** One element of a leaf in an event pattern. `exists: false` holds if no field has the leaf's path. */
export type Condition = { readonly kind: 'absent' } | { readonly kind: 'value'; matches(value: unknown): boolean }

/** The error for an event pattern that AWS refuses. */
export class InvalidPatternError extends Error {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`)
    this.name = 'InvalidPatternError'
  }
}

type Test<Value> = (value: Value) => boolean
/** Reads the argument of a match type. */
type ReadTest<Value> = (argument: unknown, type: string) => Test<Value>

/** Reads a value or a match type such as `{"prefix": "a"}`. @throws {InvalidPatternError} */
export function readCondition(element: unknown): Condition {
  if (Array.isArray(element)) throw new InvalidPatternError('Match value must be String, number, true, false, or null')
  if (typeof element !== 'object' || element === null) return { kind: 'value', matches: (value) => value === element }
  const [type, argument] = readMatchType(element)
  if (type === 'exists') {
    if (typeof argument !== 'boolean')
      throw new InvalidPatternError('exists match pattern must be either true or false.')
    return argument ? { kind: 'value', matches: () => true } : { kind: 'absent' }
  }
  const read = Object.hasOwn(matchTypes, type) ? matchTypes[type] : undefined
  if (!read) throw new InvalidPatternError(`Unrecognized match type ${type}`)
  return { kind: 'value', matches: read(argument, type) }
}

function readMatchType(object: object): readonly [type: string, argument: unknown] {
  const [entry, ...others] = Object.entries(object)
  if (!entry) throw new InvalidPatternError('Empty objects are not allowed')
  if (others.length > 0) throw new InvalidPatternError('Only one key allowed in match expression')
  return entry
}

const readText = (argument: unknown, type: string): string => {
  if (typeof argument === 'string') return argument
  throw new InvalidPatternError(`${type} match pattern must be a string`)
}

const ignoreCase: ReadTest<string> = (argument, type) => {
  const expected = readText(argument, type).toLowerCase()
  return (text) => text.toLowerCase() === expected
}

/** Reads a prefix or suffix, which may be `{"equals-ignore-case": "a"}`. */
function readAffix(has: (text: string, affix: string) => boolean): ReadTest<string> {
  return (argument, type) => {
    if (typeof argument !== 'object' || argument === null) {
      const affix = readText(argument, type)
      return (text) => has(text, affix)
    }
    const [inner, value] = readMatchType(argument)
    if (inner !== 'equals-ignore-case') throw new InvalidPatternError(`Unsupported ${type} pattern: ${inner}`)
    const affix = readText(value, inner).toLowerCase()
    return (text) => has(text.toLowerCase(), affix)
  }
}

const prefix = readAffix((text, affix) => text.startsWith(affix))
const suffix = readAffix((text, affix) => text.endsWith(affix))

/** AWS limits the complexity of wildcards by a rule that it does not publish. */
const mostWildcards = 5

const wildcard: ReadTest<string> = (argument, type) => {
  const parts = splitWildcard(readText(argument, type))
  if (parts.length - 1 > mostWildcards) {
    throw new InvalidPatternError('Rule is too complex - try using fewer wildcard characters')
  }
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return (text) => text === first
  return (text) => {
    let from = first.length
    if (!text.startsWith(first)) return false
    for (const part of parts.slice(1, -1)) {
      const at = text.indexOf(part, from)
      if (at < 0) return false
      from = at + part.length
    }
    return text.length - last.length >= from && text.endsWith(last)
  }
}

/** Splits a pattern at its `*`. A backslash makes `*` and backslash literal. */
function splitWildcard(pattern: string): string[] {
  const tokens = pattern.match(/\\[\s\S]?|\*|[^\\*]+/g) ?? []
  const parts = ['']
  for (const [at, token] of tokens.entries()) {
    if (token === '*') {
      if (tokens[at - 1] === '*') throw new InvalidPatternError('Consecutive wildcard characters are not allowed')
      parts.push('')
    } else if (token.startsWith('\\')) {
      if (!/^\\[\\*]$/.test(token)) throw new InvalidPatternError('Invalid escape character in wildcard')
      parts.push(`${parts.pop()}${token.slice(1)}`)
    } else parts.push(`${parts.pop()}${token}`)
  }
  return parts
}

const cidr: ReadTest<string> = (argument, type) => {
  const range = readText(argument, type)
  if (!isRange(range)) throw new InvalidPatternError(`Malformed CIDR, one '/' required`)
  return (text) => isWithin(range, text)
}

/** The largest number in a pattern, positive or negative. */
const largestNumber = 5_000_000_000

const numeric: ReadTest<number> = (argument) => {
  if (!Array.isArray(argument)) throw new InvalidPatternError('Value of numeric must be an array.')
  const [first, bound, second, top, ...rest] = argument
  if (argument.length % 2 !== 0 || argument.length === 0) throw new InvalidPatternError('Bad value in numeric range')
  const test = readComparison(first, bound)
  if (argument.length === 2) return test
  if (rest.length > 0 || !/^>=?$/.test(first)) throw new InvalidPatternError('Too many elements in numeric expression')
  if (!/^<=?$/.test(second)) throw new InvalidPatternError(`Bad numeric range operator: ${second}`)
  const below = readComparison(second, top)
  if (Number(bound) >= Number(top)) throw new InvalidPatternError('Bottom must be less than top')
  return (value) => test(value) && below(value)
}

function readComparison(operator: unknown, bound: unknown): Test<number> {
  if (typeof bound !== 'number') throw new InvalidPatternError(`Value of ${operator} must be numeric`)
  if (Math.abs(bound) > largestNumber) {
    throw new InvalidPatternError('Value must be between -5.0E9 and 5.0E9, inclusive')
  }
  switch (operator) {
    case '=':
      return (value) => value === bound
    case '>':
      return (value) => value > bound
    case '>=':
      return (value) => value >= bound
    case '<':
      return (value) => value < bound
    case '<=':
      return (value) => value <= bound
    default:
      throw new InvalidPatternError(`Unrecognized numeric range operator: ${operator}`)
  }
}

const texts: Readonly<Record<string, ReadTest<string>>> = {
  prefix,
  suffix,
  wildcard,
  cidr,
  'equals-ignore-case': ignoreCase,
}

/** Reads values, or a match type with one text or several, that a field must not have. */
const anythingBut: ReadTest<unknown> = (argument) => {
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument)) return exceptTexts(argument)
  const excluded: readonly unknown[] = Array.isArray(argument) ? argument : [argument]
  if (excluded.length === 0) throw new InvalidPatternError('Empty arrays are not allowed')
  if (!excluded.every((each) => typeof each === 'string' || typeof each === 'number')) {
    throw new InvalidPatternError('Value of anything-but must be an array or single string/number value.')
  }
  if (new Set(excluded.map((each) => typeof each)).size > 1) {
    throw new InvalidPatternError(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    )
  }
  const values = new Set<unknown>(excluded)
  return (value) => !values.has(value)
}

function exceptTexts(argument: object): Test<unknown> {
  const [type, values] = readMatchType(argument)
  const read = Object.hasOwn(texts, type) && type !== 'cidr' ? texts[type] : undefined
  if (!read) throw new InvalidPatternError(`Unsupported anything-but pattern: ${type}`)
  const excluded: readonly unknown[] = Array.isArray(values) ? values : [values]
  if (excluded.length === 0) throw new InvalidPatternError('Empty arrays are not allowed')
  const tests = excluded.map((each) => {
    if (each === '' && type !== 'wildcard') throw new InvalidPatternError(`Null ${type} not allowed`)
    return read(readText(each, type), type)
  })
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value))
}

const ofText =
  (read: ReadTest<string>): ReadTest<unknown> =>
  (argument, type) => {
    const test = read(argument, type)
    return (value) => typeof value === 'string' && test(value)
  }

const matchTypes: Readonly<Record<string, ReadTest<unknown>>> = {
  ...Object.fromEntries(Object.entries(texts).map(([type, read]) => [type, ofText(read)])),
  'anything-but': anythingBut,
  numeric: (argument, type) => {
    const test = numeric(argument, type)
    return (value) => typeof value === 'number' && test(value)
  },
}

/** Names of match types. In `$or`, they show that it is a field of that name and not alternatives. */
export const matchTypeNames: readonly string[] = ['exists', ...Object.keys(matchTypes)]
