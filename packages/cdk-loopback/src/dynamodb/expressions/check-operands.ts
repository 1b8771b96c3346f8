import { type AttributeType, typeOf } from '../values/attribute-value.ts'
import { compareValues } from '../values/compare-values.ts'
import type { ExpressionParser } from './expression-parser.ts'
import { formatPath, type Operand } from './expression-tree.ts'

/** Returns an operand's type if it does not depend on an item. */
export function operandType(operand: Operand): AttributeType | undefined {
  if (operand.kind === 'size') return 'N'
  return operand.kind === 'value' ? typeOf(operand.value) : undefined
}

export function requireOperands<Of>(parser: ExpressionParser, name: string, operands: readonly Of[], count: 1): [Of]
export function requireOperands<Of>(parser: ExpressionParser, name: string, operands: readonly Of[], count: 2): [Of, Of]
export function requireOperands<Of>(
  parser: ExpressionParser,
  name: string,
  operands: readonly Of[],
  count: number,
): readonly Of[] {
  if (operands.length === count) return operands
  throw parser.error(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
  )
}

/** Accepts an operand whose type depends on the item. */
export function requireType(
  parser: ExpressionParser,
  name: string,
  operand: Operand,
  types: readonly AttributeType[],
): void {
  const type = operandType(operand)
  if (type === undefined || types.includes(type)) return
  throw parser.error(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  )
}

export function refuseSameOperand(parser: ExpressionParser, operator: string, left: Operand, right: Operand): void {
  if (left.kind !== 'path' || right.kind !== 'path') return
  const first = formatPath(left.path)
  if (first !== formatPath(right.path)) return
  throw parser.error(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${first}`,
  )
}

export function checkBounds(parser: ExpressionParser, low: Operand, high: Operand): void {
  if (low.kind !== 'value' || high.kind !== 'value') return
  const bounds = `lower bound operand: ${formatOperand(low)}, upper bound operand: ${formatOperand(high)}`
  if (typeOf(low.value) !== typeOf(high.value))
    throw parser.error(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`)
  if ((compareValues(low.value, high.value) ?? 0) > 0)
    throw parser.error(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    )
}

function formatOperand({ value }: Extract<Operand, { kind: 'value' }>): string {
  return `AttributeValue: {${typeOf(value)}:${String(Object.values(value)[0])}}`
}
