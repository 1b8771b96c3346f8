import { type AttributeValue, type Item, lengthOf, typeOf } from '../values/attribute-value.ts'
import { compareValues, valueBeginsWith, valueContains, valuesEqual } from '../values/compare-values.ts'
import { valueAt } from './document-path.ts'
import type { Comparator, Condition, Operand } from './expression-tree.ts'

/** Returns whether a condition is true of an item. A missing item has no attributes. */
export function isTrueOf(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return isTrueOf(condition.left, item) && isTrueOf(condition.right, item)
    case 'or':
      return isTrueOf(condition.left, item) || isTrueOf(condition.right, item)
    case 'not':
      return !isTrueOf(condition.condition, item)
    case 'comparison':
      return compare(condition.operator, resolve(condition.left, item), resolve(condition.right, item))
    case 'between': {
      const value = resolve(condition.operand, item)
      return compare('>=', value, resolve(condition.low, item)) && compare('<=', value, resolve(condition.high, item))
    }
    case 'in': {
      const value = resolve(condition.operand, item)
      return condition.candidates.some((candidate) => compare('=', value, resolve(candidate, item)))
    }
    case 'attribute_exists':
      return valueAt(item, condition.path) !== undefined
    case 'attribute_not_exists':
      return valueAt(item, condition.path) === undefined
    case 'attribute_type': {
      const value = resolve(condition.operand, item)
      return value !== undefined && typeOf(value) === condition.type
    }
    case 'begins_with':
    case 'contains': {
      const [value, part] = [resolve(condition.operand, item), resolve(condition.part, item)]
      if (!value || !part) return false
      return condition.kind === 'contains' ? valueContains(value, part) : valueBeginsWith(value, part)
    }
  }
}

/** Compares two values. A missing value is unequal to everything, and neither above nor below it. */
function compare(operator: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (operator === '<>') return !compare('=', left, right)
  if (!left || !right) return false
  if (operator === '=') return valuesEqual(left, right)
  const order = compareValues(left, right)
  if (order === undefined) return false
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

function resolve(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value
  if (operand.kind === 'path') return valueAt(item, operand.path)
  const value = resolve(operand.of, item)
  const length = value && lengthOf(value)
  return length === undefined ? undefined : { N: String(length) }
}
