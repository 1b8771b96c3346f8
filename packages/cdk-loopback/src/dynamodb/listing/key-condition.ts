import type { Comparator, Condition, Operand } from '../expressions/expression-tree.ts'
import { afterPrefix, encodeKey, encodeScalar, type Interval, openPart, prefixInterval } from '../keys/key-encoding.ts'
import { invalidParameter, validationError } from '../protocol/dynamodb-error.ts'
import type { KeyAttribute, KeySchema } from '../tables/table.ts'
import { type AttributeValue, typeOf } from '../values/attribute-value.ts'

type Operator = Exclude<Comparator, '<>'> | 'between' | 'begins_with'
/** A condition on one attribute of the key. */
type KeyTest = { readonly name: string; readonly operator: Operator; readonly values: readonly AttributeValue[] }

/** The range of a query: one partition, and an interval in it. */
export type KeyCondition = { readonly hash: AttributeValue; readonly partition: Interval; readonly interval: Interval }

/** Reads a KeyConditionExpression: the partition key equals a value, and the sort key may be within bounds. */
export function readKeyCondition(condition: Condition, keys: KeySchema): KeyCondition {
  const tests = listTests(condition)
  if (new Set(tests.map(({ name }) => name)).size < tests.length)
    throw validationError('KeyConditionExpressions must only contain one condition per key')
  if (tests.length > 2) throw validationError('Conditions can be of length 1 or 2 only')
  const hash = readHash(tests, keys)
  const partition = encodeKey(encodeScalar(hash))
  const rangeTest = tests.find(({ name }) => name !== keys.hash.name)
  const interval = prefixInterval(partition)
  if (!rangeTest) return { hash, partition: interval, interval }
  if (!keys.range) throw validationError('Query key condition not supported')
  if (rangeTest.name !== keys.range.name)
    throw validationError(`Query condition missed key schema element: ${keys.range.name}`)
  checkValues(rangeTest, keys.range)
  return { hash, partition: interval, interval: rangeInterval(partition, encodeScalar(hash), rangeTest) }
}

function readHash(tests: readonly KeyTest[], keys: KeySchema): AttributeValue {
  const test = tests.find(({ name }) => name === keys.hash.name)
  const hash = test?.values[0]
  if (!test || !hash) throw validationError(`Query condition missed key schema element: ${keys.hash.name}`)
  checkValues(test, keys.hash)
  if (test.operator !== '=') throw validationError('Query key condition not supported')
  return hash
}

function rangeInterval(partition: Buffer, hash: Buffer, { operator, values }: KeyTest): Interval {
  const [low = Buffer.alloc(0), high = low] = values.map(encodeScalar)
  const [first, last] = [encodeKey(hash, low), encodeKey(hash, high)]
  switch (operator) {
    case '=':
      return prefixInterval(first)
    case '<':
      return { from: partition, to: first }
    case '<=':
      return { from: partition, to: afterPrefix(first) }
    case '>':
      return { from: afterPrefix(first), to: afterPrefix(partition) }
    case '>=':
      return { from: first, to: afterPrefix(partition) }
    case 'between':
      return { from: first, to: afterPrefix(last) }
    case 'begins_with':
      return prefixInterval(openPart(partition, low))
  }
}

function checkValues({ values }: KeyTest, { name, type }: KeyAttribute): void {
  for (const value of values) {
    if (typeOf(value) !== type) throw invalidParameter('Condition parameter type does not match schema type')
    if (Object.values(value)[0] === '')
      throw validationError(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value. Key: ${name}`,
      )
  }
}

function listTests(condition: Condition): KeyTest[] {
  switch (condition.kind) {
    case 'and':
      return [...listTests(condition.left), ...listTests(condition.right)]
    case 'comparison':
      if (condition.operator === '<>') throw invalidOperator('<>')
      return [readComparison(condition.operator, condition.left, condition.right)]
    case 'between':
      return [readTest('between', condition.operand, [condition.low, condition.high])]
    case 'begins_with':
      return [readTest('begins_with', condition.operand, [condition.part])]
    case 'or':
    case 'not':
    case 'in':
      throw invalidOperator(condition.kind.toUpperCase())
    default:
      throw invalidOperator(condition.kind)
  }
}

const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** Reads a comparison. The attribute may also be on the right. */
function readComparison(operator: keyof typeof mirrored, left: Operand, right: Operand): KeyTest {
  if (left.kind === 'value' && right.kind === 'path') return readTest(mirrored[operator], right, [left])
  return readTest(operator, left, [right])
}

function readTest(operator: Operator, attribute: Operand, operands: readonly Operand[]): KeyTest {
  const all = [attribute, ...operands]
  if (all.some(({ kind }) => kind === 'size'))
    throw validationError('KeyConditionExpressions cannot contain nested operations')
  const invalid = (reason: string) => validationError(`Invalid condition in KeyConditionExpression: ${reason}`)
  if (all.filter(({ kind }) => kind === 'path').length > 1)
    throw invalid('Multiple attribute names used in one condition')
  if (attribute.kind !== 'path') {
    if (all.every(({ kind }) => kind === 'value')) throw invalid('No key attribute specified')
    const name = operator === 'between' ? 'BETWEEN' : operator
    throw invalid(`${name} operator must have the key attribute as its first operand`)
  }
  const [name, ...nested] = attribute.path
  if (nested.length > 0) throw validationError('KeyConditionExpressions cannot have conditions on nested attributes')
  return { name, operator, values: operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : [])) }
}

function invalidOperator(name: string) {
  return validationError(`Invalid operator used in KeyConditionExpression: ${name}`)
}
