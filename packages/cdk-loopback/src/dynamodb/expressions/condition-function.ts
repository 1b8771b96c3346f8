import { type AttributeType, attributeTypes } from '../values/attribute-value.ts'
import { operandType, refuseSameOperand, requireOperands, requireType } from './check-operands.ts'
import type { ExpressionParser } from './expression-parser.ts'
import type { Condition, Operand, Path } from './expression-tree.ts'

type Call = (parser: ExpressionParser, name: string, operands: readonly Operand[]) => Condition | Operand

/** Parses a function call in a condition. Fails unless its operands fit. */
export function makeCall(parser: ExpressionParser, name: string, operands: readonly Operand[]): Condition | Operand {
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined
  if (!call) throw parser.error(`Invalid function name; function: ${name}`)
  return call(parser, name, operands)
}

const calls: Readonly<Record<string, Call>> = {
  attribute_exists: (parser, name, operands) => ({
    kind: 'attribute_exists',
    path: requirePath(parser, name, operands),
  }),
  attribute_not_exists: (parser, name, operands) => ({
    kind: 'attribute_not_exists',
    path: requirePath(parser, name, operands),
  }),
  attribute_type: (parser, name, operands) => {
    const [operand, type] = requireOperands(parser, name, operands, 2)
    return { kind: 'attribute_type', operand, type: requireTypeName(parser, name, type) }
  },
  begins_with: (parser, name, operands) => {
    const [operand, part] = requireOperands(parser, name, operands, 2)
    refuseSameOperand(parser, name, operand, part)
    for (const one of [operand, part]) requireType(parser, name, one, ['S', 'B'])
    return { kind: 'begins_with', operand, part }
  },
  contains: (parser, name, operands) => {
    const [operand, part] = requireOperands(parser, name, operands, 2)
    refuseSameOperand(parser, name, operand, part)
    return { kind: 'contains', operand, part }
  },
  size: (parser, name, operands) => {
    const [of] = requireOperands(parser, name, operands, 1)
    if (of.kind === 'size')
      throw parser.error('The function is not allowed to be used this way in an expression; function: size')
    requireType(parser, name, of, ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'])
    return { kind: 'size', of }
  },
}

function requirePath(parser: ExpressionParser, name: string, operands: readonly Operand[]): Path {
  const [operand] = requireOperands(parser, name, operands, 1)
  if (operand.kind === 'path') return operand.path
  throw parser.error(`Operator or function requires a document path; operator or function: ${name}`)
}

function requireTypeName(parser: ExpressionParser, name: string, operand: Operand): AttributeType {
  if (operand.kind !== 'value' || !('S' in operand.value)) {
    const actual = operandType(operand) ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}'
    throw parser.error(
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${actual}`,
    )
  }
  const type = operand.value.S
  const attributeType = attributeTypes.find((one) => one === type)
  if (attributeType) return attributeType
  throw parser.error(`Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`)
}
