import type { AwsError } from '../../endpoint/aws-service.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import type { Scope } from './expression-scope.ts'
import type { Path, PathOperand, ValueOperand } from './expression-tree.ts'
import { reservedWords } from './reserved-words.ts'

/** Bytes. */
const maxExpressionSize = 4096

/** The common part of the parsers of conditions, updates and projections: tokens, paths and placeholders. */
export type ExpressionParser = {
  peek(): Token
  next(): Token
  /** Takes the next token if it is this symbol, or this word in upper or lower case. */
  accept(text: string): boolean
  expect(text: string): void
  /** Fails unless the whole expression has been read. */
  end(): void
  path(): Path
  value(): ValueOperand['value']
  /** Takes a function's name with its opening parenthesis, and returns the name; `undefined` if no call follows. */
  call(): string | undefined
  /** Reads a path or a value. */
  operand(): PathOperand | ValueOperand
  /** All paths that have been read so far. */
  readonly paths: readonly Path[]
  error(message: string): AwsError
  syntaxError(): AwsError
}

/** @param parameter The request's parameter that contains the expression. */
export function openParser(parameter: string, expression: string, scope: Scope): ExpressionParser {
  const error = (message: string) => validationError(`Invalid ${parameter}: ${message}`)
  if (expression.trim() === '') throw error('The expression can not be empty;')
  const size = Buffer.byteLength(expression)
  if (size > maxExpressionSize)
    throw error(`Expression size has exceeded the maximum allowed size; expression size: ${size}`)
  return createParser(expression, scope, error)
}

function createParser(expression: string, scope: Scope, error: ExpressionParser['error']): ExpressionParser {
  const tokens = readTokens(expression)
  const paths: Path[] = []
  let at = 0
  const parser: ExpressionParser = {
    paths,
    error,
    peek: () => tokens[Math.min(at, tokens.length - 1)] as Token, // there is always an end
    next: () => {
      const token = parser.peek()
      at += 1
      return token
    },
    accept: (text) => {
      const next = parser.peek()
      const accepted =
        next.type === 'name' ? next.text.toUpperCase() === text : next.type === 'symbol' && next.text === text
      if (accepted) at += 1
      return accepted
    },
    expect: (text) => {
      if (!parser.accept(text)) throw parser.syntaxError()
    },
    end: () => {
      if (parser.peek().type !== 'end') throw parser.syntaxError()
    },
    path: () => {
      const path = readPath(parser, scope)
      paths.push(path)
      return path
    },
    value: () => readValue(parser, scope),
    call: () => {
      if (parser.peek().type !== 'name' || tokens[at + 1]?.text !== '(') return undefined
      at += 2
      return tokens[at - 2]?.text
    },
    operand: () =>
      parser.peek().type === 'valueRef'
        ? { kind: 'value', value: parser.value() }
        : { kind: 'path', path: parser.path() },
    syntaxError: () => {
      const token = parser.peek()
      const near = expression.slice(tokens[at - 1]?.start ?? token.start, tokens[at + 1]?.end ?? token.end)
      return error(`Syntax error; token: "${token.text}", near: "${near}"`)
    },
  }
  return parser
}

function readPath(parser: ExpressionParser, scope: Scope): Path {
  const path: [string, ...(string | number)[]] = [readName(parser, scope)]
  for (;;) {
    if (parser.accept('.')) path.push(readName(parser, scope))
    else if (parser.accept('[')) {
      if (parser.peek().type !== 'number') throw parser.syntaxError()
      path.push(Number(parser.next().text))
      parser.expect(']')
    } else return path
  }
}

function readName(parser: ExpressionParser, scope: Scope): string {
  const { type, text } = parser.peek()
  if (type !== 'name' && type !== 'nameRef') throw parser.syntaxError()
  parser.next()
  if (type === 'nameRef') {
    const name = scope.name(text)
    if (name !== undefined) return name
    const message = 'An expression attribute name used in the document path is not defined'
    throw parser.error(`${message}; attribute name: ${text}`)
  }
  if (reservedWords.has(text.toUpperCase()))
    throw parser.error(`Attribute name is a reserved keyword; reserved keyword: ${text}`)
  return text
}

function readValue(parser: ExpressionParser, scope: Scope): ValueOperand['value'] {
  if (parser.peek().type !== 'valueRef') throw parser.syntaxError()
  const { text } = parser.next()
  const value = scope.value(text)
  if (value) return value
  const message = 'An expression attribute value used in expression is not defined'
  throw parser.error(`${message}; attribute value: ${text}`)
}

type TokenType = 'name' | 'nameRef' | 'valueRef' | 'number' | 'symbol' | 'end' | 'unknown'
type Token = { readonly type: TokenType; readonly text: string; readonly start: number; readonly end: number }

const pattern =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<nameRef>#\w+)|(?<valueRef>:\w+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\].,+-])|(?<unknown>\S))/gy

/** Programs repeat few expressions, with other values. */
const mostRemembered = 500
const remembered = new Map<string, readonly Token[]>()

function readTokens(expression: string): readonly Token[] {
  const known = remembered.get(expression)
  if (known) return known
  if (remembered.size >= mostRemembered) remembered.clear()
  const tokens = splitTokens(expression)
  remembered.set(expression, tokens)
  return tokens
}

/** Returns the tokens of an expression. The last one is the `end`; a character that no expression allows is `unknown`. */
function splitTokens(expression: string): readonly Token[] {
  const tokens: Token[] = []
  for (const { groups = {}, index, 0: whole } of expression.matchAll(pattern)) {
    const [type, text = ''] = Object.entries(groups).find(([, matched]) => matched !== undefined) ?? []
    const end = index + whole.length
    tokens.push({ type: type as TokenType, text, start: end - text.length, end }) // the groups are named like the types
  }
  const end = expression.length
  return [...tokens, { type: 'end', text: '<EOF>', start: end, end }]
}
