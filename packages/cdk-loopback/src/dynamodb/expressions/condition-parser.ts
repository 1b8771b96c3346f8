import { checkBounds, refuseSameOperand } from './check-operands.ts'
import { makeCall } from './condition-function.ts'
import type { ExpressionParser } from './expression-parser.ts'
import type { Comparator, Condition, Operand } from './expression-tree.ts'

/** A condition, or an operand that a comparator may follow. */
type Term = Condition | Operand

const comparators: ReadonlySet<string> = new Set<Comparator>(['=', '<>', '<', '<=', '>', '>='])
const maxCandidates = 100

/** Parses a condition. NOT binds tighter than AND, AND tighter than OR. */
export function parseCondition(parser: ExpressionParser): Condition {
  const condition = asCondition(parser, parseOr(parser))
  parser.end()
  return condition
}

function parseOr(parser: ExpressionParser): Term {
  let left = parseAnd(parser)
  while (parser.accept('OR'))
    left = { kind: 'or', left: asCondition(parser, left), right: asCondition(parser, parseAnd(parser)) }
  return left
}

function parseAnd(parser: ExpressionParser): Term {
  let left = parseNot(parser)
  while (parser.accept('AND'))
    left = { kind: 'and', left: asCondition(parser, left), right: asCondition(parser, parseNot(parser)) }
  return left
}

function parseNot(parser: ExpressionParser): Term {
  if (!parser.accept('NOT')) return parseComparison(parser)
  return { kind: 'not', condition: asCondition(parser, parseNot(parser)) }
}

function parseComparison(parser: ExpressionParser): Term {
  const first = parseTerm(parser)
  const { type, text } = parser.peek()
  if (type === 'symbol' && comparators.has(text)) {
    const operator = parser.next().text as Comparator // it is one of them
    const left = asOperand(parser, first)
    const right = asOperand(parser, parseTerm(parser))
    refuseSameOperand(parser, operator, left, right)
    return { kind: 'comparison', operator, left, right }
  }
  if (parser.accept('BETWEEN')) return parseBetween(parser, asOperand(parser, first))
  if (parser.accept('IN')) return parseIn(parser, asOperand(parser, first))
  return first
}

function parseBetween(parser: ExpressionParser, operand: Operand): Condition {
  const low = asOperand(parser, parseTerm(parser))
  parser.expect('AND')
  const high = asOperand(parser, parseTerm(parser))
  checkBounds(parser, low, high)
  return { kind: 'between', operand, low, high }
}

function parseIn(parser: ExpressionParser, operand: Operand): Condition {
  parser.expect('(')
  const candidates = parseTerms(parser).map((term) => asOperand(parser, term))
  if (candidates.length > maxCandidates)
    throw parser.error(`The IN operator is provided with too many operands; number of operands: ${candidates.length}`)
  return { kind: 'in', operand, candidates }
}

/** Terms in parentheses. Doubled parentheses are refused, but not those around a part of a term, as in `(a AND (b))`. */
const groups = new WeakSet<Term>()

/** Parses a path, a value, a call, or a term in parentheses. */
function parseTerm(parser: ExpressionParser): Term {
  const name = parser.call()
  if (name !== undefined)
    return makeCall(
      parser,
      name,
      parseTerms(parser).map((term) => asOperand(parser, term)),
    )
  if (!parser.accept('(')) return parser.operand()
  const term = parseOr(parser)
  if (groups.has(term)) throw parser.error('The expression has redundant parentheses;')
  groups.add(term)
  parser.expect(')')
  return term
}

/** Parses terms up to the closing parenthesis. */
function parseTerms(parser: ExpressionParser): Term[] {
  const terms = [parseTerm(parser)]
  while (parser.accept(',')) terms.push(parseTerm(parser))
  parser.expect(')')
  return terms
}

function asOperand(parser: ExpressionParser, term: Term): Operand {
  if (term.kind === 'path' || term.kind === 'value' || term.kind === 'size') return term
  if (term.kind.includes('_') || term.kind === 'contains') throw misuse(parser, term.kind)
  throw parser.syntaxError()
}

function asCondition(parser: ExpressionParser, term: Term): Condition {
  if (term.kind === 'size') throw misuse(parser, term.kind)
  if (term.kind === 'path' || term.kind === 'value') throw parser.syntaxError()
  return term
}

function misuse(parser: ExpressionParser, name: string) {
  return parser.error(`The function is not allowed to be used this way in an expression; function: ${name}`)
}
