/** Returns whether a message matches. */
export type MatchesMessage = (message: string) => boolean

/** A pattern that is not valid, or not supported here. */
export class InvalidFilterPatternError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvalidFilterPatternError'
  }
}

/**
 * Parses a filter pattern: terms (`word`, `"a phrase"`, `-without`, `?either ?or`), or a selection of JSON messages
 * (`{ $.level = "ERROR" && $.count > 3 }`). Patterns of columns (`[…]`) and regular expressions are not supported.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws {InvalidFilterPatternError}
 */
export function parseFilterPattern(pattern: string): MatchesMessage {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('[')) throw new InvalidFilterPatternError('Patterns of space-delimited events are not supported.')
  if (text.startsWith('{')) return parseJsonPattern(text)
  return parseTerms(text)
}

function parseTerms(text: string): MatchesMessage {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)].map(
    ([, sign = '', quoted, bare = '']) => {
      if (quoted === undefined && /[^\w]/.test(bare)) {
        throw new InvalidFilterPatternError(`Invalid character(s) in term '${bare}': put it into quotation marks.`)
      }
      return { sign, term: quoted === undefined ? bare : unquote(quoted) }
    },
  )
  const rest = text.replace(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g, '').trim()
  if (rest !== '' || terms.length === 0) throw new InvalidFilterPatternError(`Invalid term '${rest}'.`)
  const required = terms.filter(({ sign }) => sign === '')
  const excluded = terms.filter(({ sign }) => sign === '-')
  // Beside required terms, the optional ones have no effect.
  const optional = required.length > 0 ? [] : terms.filter(({ sign }) => sign === '?')
  return (message) =>
    required.every(({ term }) => message.includes(term)) &&
    excluded.every(({ term }) => !message.includes(term)) &&
    (optional.length === 0 || optional.some(({ term }) => message.includes(term)))
}

type MatchesJson = (json: unknown) => boolean

/** Parses `{ … }`, with `&&` before `||`, and parentheses. */
function parseJsonPattern(text: string): MatchesMessage {
  const tokens = readTokens(text)
  let at = 0
  const take = (expected?: string) => {
    const token = tokens[at]
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new InvalidFilterPatternError(`Invalid JSON pattern: ${expected ?? 'more'} is missing at '${token ?? ''}'.`)
    }
    at += 1
    return token
  }
  const either = (): MatchesJson => {
    const parts = [both()]
    while (tokens[at] === '||') {
      take()
      parts.push(both())
    }
    return (json) => parts.some((part) => part(json))
  }
  const both = (): MatchesJson => {
    const parts = [single()]
    while (tokens[at] === '&&') {
      take()
      parts.push(single())
    }
    return (json) => parts.every((part) => part(json))
  }
  const single = (): MatchesJson => {
    if (tokens[at] !== '(') return comparison(take, take())
    take('(')
    const inner = either()
    take(')')
    return inner
  }
  take('{')
  const matches = either()
  take('}')
  if (at < tokens.length) throw new InvalidFilterPatternError(`Invalid JSON pattern: '${tokens[at]}' follows its end.`)
  return (message) => {
    const json = parseObject(message)
    return json !== undefined && matches(json)
  }
}

const token = /\s*(?:(&&|\|\||!=|<=|>=|[{}()=<>])|("(?:[^"\\]|\\.)*")|([^\s{}()=<>!&|"]+))/y

function readTokens(text: string): string[] {
  const tokens: string[] = []
  const reader = new RegExp(token)
  while (reader.lastIndex < text.length) {
    const from = reader.lastIndex
    const found = reader.exec(text)
    if (!found) {
      if (text.slice(from).trim() === '') break
      throw new InvalidFilterPatternError(`Invalid JSON pattern at '${text.slice(from)}'.`)
    }
    tokens.push((found[1] ?? found[2] ?? found[3]) as string) // one of the three groups matches
  }
  return tokens
}

/** Parses what follows a selector: `= "x"`, `> 3`, `IS NULL`, `EXISTS`, `NOT EXISTS`. */
function comparison(take: (expected?: string) => string, selector: string): MatchesJson {
  const path = readSelector(selector)
  const operator = take()
  if (operator === 'EXISTS') return (json) => valueAt(json, path) !== undefined
  if (operator === 'NOT') {
    take('EXISTS')
    return (json) => valueAt(json, path) === undefined
  }
  const operand = take()
  if (operator === 'IS') {
    const value = { NULL: null, TRUE: true, FALSE: false }[operand]
    if (value === undefined) throw new InvalidFilterPatternError(`Invalid JSON pattern: IS ${operand}.`)
    return (json) => valueAt(json, path) === value
  }
  const compare = comparisons[operator]
  if (!compare)
    throw new InvalidFilterPatternError(`Invalid JSON pattern: the operator '${operator}' is not supported.`)
  if (operand.startsWith('%')) throw new InvalidFilterPatternError('Regular expressions are not supported.')
  const expected = operand.startsWith('"') ? unquote(operand.slice(1, -1)) : operand
  return (json) => {
    const value = valueAt(json, path)
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? compare(value, expected)
      : false
  }
}

type Scalar = string | number | boolean

const comparisons: Readonly<Record<string, (value: Scalar, expected: string) => boolean>> = {
  '=': equals,
  '!=': (value, expected) => !equals(value, expected),
  '<': (value, expected) => typeof value === 'number' && value < Number(expected),
  '<=': (value, expected) => typeof value === 'number' && value <= Number(expected),
  '>': (value, expected) => typeof value === 'number' && value > Number(expected),
  '>=': (value, expected) => typeof value === 'number' && value >= Number(expected),
}

/** An asterisk in a text stands for any characters. */
function equals(value: Scalar, expected: string): boolean {
  if (typeof value === 'number') return expected.trim() !== '' && value === Number(expected)
  const parts = expected.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(String(value))
}

/** Reads `$.detail.items[0].id` as its names and indexes. */
function readSelector(selector: string): readonly (string | number)[] {
  if (!/^\$(?:\.[\w-]+|\[\d+\])+$/.test(selector)) {
    throw new InvalidFilterPatternError(`Invalid JSON selector '${selector}'.`)
  }
  return [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index))
}

function valueAt(json: unknown, path: readonly (string | number)[]): unknown {
  let value = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step] // an object that has this property
  }
  return value
}

function parseObject(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}

function unquote(quoted: string): string {
  return quoted.replace(/\\(.)/g, '$1')
}
