import { typeOf } from '../values/attribute-value.ts'
import { requireOperands } from './check-operands.ts'
import type { ExpressionParser } from './expression-parser.ts'
import type { Path, UpdateAction, UpdateValue } from './expression-tree.ts'
import { refuseOverlaps } from './path-overlap.ts'

type Section = (parser: ExpressionParser) => UpdateAction

const sections: Readonly<Record<string, Section>> = {
  SET: (parser) => {
    const path = parser.path()
    parser.expect('=')
    return { kind: 'set', path, value: parseSum(parser) }
  },
  REMOVE: (parser) => ({ kind: 'remove', path: parser.path() }),
  ADD: (parser) => parseSetAction(parser, 'add', ['N', 'SS', 'NS', 'BS']),
  DELETE: (parser) => parseSetAction(parser, 'delete', ['SS', 'NS', 'BS']),
}

/** Parses an update. Sections may come in any order, each at most once. The paths of actions must not overlap. */
export function parseUpdate(parser: ExpressionParser): readonly UpdateAction[] {
  const actions: UpdateAction[] = []
  const names = new Set<string>()
  do {
    const name = Object.keys(sections).find((section) => parser.accept(section))
    const section = name === undefined ? undefined : sections[name]
    if (name === undefined || !section) throw parser.syntaxError()
    if (names.has(name)) throw parser.error(`The "${name}" section can only be used once in an update expression;`)
    names.add(name)
    do actions.push(section(parser))
    while (parser.accept(','))
  } while (parser.peek().type !== 'end')
  refuseOverlaps(
    parser,
    actions.map(({ path }) => path),
  )
  return actions
}

function parseSetAction(parser: ExpressionParser, kind: 'add' | 'delete', types: readonly string[]): UpdateAction {
  const path = parser.path()
  const value = parser.value()
  const type = typeOf(value)
  if (types.includes(type)) return { kind, path, value }
  const operator = kind.toUpperCase()
  throw parser.error(
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${typeNames[type] ?? type}`,
  )
}

const typeNames: Readonly<Record<string, string>> = {
  ...{ S: 'STRING', N: 'NUMBER', B: 'BINARY', NULL: 'NULL', BOOL: 'BOOLEAN', L: 'LIST', M: 'MAP' },
}

function parseSum(parser: ExpressionParser): UpdateValue {
  const left = parseUpdateValue(parser)
  const kind = parser.accept('+') ? '+' : parser.accept('-') ? '-' : undefined
  if (!kind) return left
  const right = parseUpdateValue(parser)
  for (const operand of [left, right]) requireValueType(parser, kind, operand, 'N')
  return { kind, left, right }
}

function parseUpdateValue(parser: ExpressionParser): UpdateValue {
  if (parser.accept('(')) {
    const value = parseSum(parser)
    parser.expect(')')
    return value
  }
  const name = parser.call()
  if (name === undefined) return parser.operand()
  const operands = [parseUpdateValue(parser)]
  while (parser.accept(',')) operands.push(parseUpdateValue(parser))
  parser.expect(')')
  return makeUpdateCall(parser, name, operands)
}

function makeUpdateCall(parser: ExpressionParser, name: string, operands: readonly UpdateValue[]): UpdateValue {
  if (name !== 'if_not_exists' && name !== 'list_append') throw parser.error(`Invalid function name; function: ${name}`)
  const [left, right] = requireOperands(parser, name, operands, 2)
  if (name === 'if_not_exists') return { kind: name, path: requirePath(parser, name, left), otherwise: right }
  for (const operand of [left, right]) requireValueType(parser, name, operand, 'L')
  return { kind: name, left, right }
}

function requirePath(parser: ExpressionParser, name: string, operand: UpdateValue): Path {
  if (operand.kind === 'path') return operand.path
  throw parser.error(`Operator or function requires a document path; operator or function: ${name}`)
}

function requireValueType(parser: ExpressionParser, name: string, operand: UpdateValue, expected: string): void {
  if (operand.kind !== 'value') return
  const type = typeOf(operand.value)
  if (type === expected) return
  throw parser.error(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  )
}
