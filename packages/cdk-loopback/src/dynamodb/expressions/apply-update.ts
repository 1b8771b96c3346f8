import { validationError } from '../protocol/dynamodb-error.ts'
import { type AttributeValue, type Item, makeSet, readSet } from '../values/attribute-value.ts'
import { addNumbers, negateNumber } from '../values/decimal.ts'
import { valueAt, withValueAt } from './document-path.ts'
import type { Path, UpdateAction, UpdateValue } from './expression-tree.ts'

type Change = { readonly path: Path; readonly value: AttributeValue | undefined }

/** Returns the item after an update. Every action reads the item before the update. */
export function applyUpdate(actions: readonly UpdateAction[], item: Item): Item {
  const changes = actions.map((action): Change => ({ path: action.path, value: evaluateAction(action, item) }))
  const settings = changes.filter(({ value }) => value)
  // List positions also refer to the item before the update, so members are appended in order and removed from the end.
  const removals = changes.filter(({ value, path }) => !value && isThere(item, path))
  let updated = item
  for (const { path, value } of settings.toSorted(byPath)) updated = withValueAt(updated, path, value)
  for (const { path } of removals.toSorted(byPath).toReversed()) updated = withValueAt(updated, path, undefined)
  return updated
}

/** Returns whether the item has a value at the path. Fails if the path is invalid for the item. */
function isThere(item: Item, path: Path): boolean {
  if (valueAt(item, path)) return true
  withValueAt(item, path, undefined)
  return false
}

function byPath(one: Change, other: Change): number {
  for (const [at, step] of one.path.entries()) {
    const otherStep = other.path[at]
    if (otherStep === undefined || step === otherStep) continue
    return step < otherStep ? -1 : 1
  }
  return 0
}

/** Returns the new value; `undefined` removes the attribute. */
function evaluateAction(action: UpdateAction, item: Item): AttributeValue | undefined {
  switch (action.kind) {
    case 'set':
      return evaluate(action.value, item)
    case 'remove':
      return undefined
    case 'add':
      return add(valueAt(item, action.path), action.value)
    case 'delete':
      return subtractSet(valueAt(item, action.path), action.value)
  }
}

function evaluate(value: UpdateValue, item: Item): AttributeValue {
  switch (value.kind) {
    case 'value':
      return value.value
    case 'path': {
      const current = valueAt(item, value.path)
      if (current) return current
      throw validationError('The provided expression refers to an attribute that does not exist in the item')
    }
    case 'if_not_exists':
      return valueAt(item, value.path) ?? evaluate(value.otherwise, item)
    case 'list_append': {
      const [left, right] = [evaluate(value.left, item), evaluate(value.right, item)]
      if (!('L' in left && 'L' in right)) throw wrongType()
      return { L: [...left.L, ...right.L] }
    }
    default: {
      const [left, right] = [evaluate(value.left, item), evaluate(value.right, item)]
      if (!('N' in left && 'N' in right)) throw wrongType()
      return { N: addNumbers(left.N, value.kind === '-' ? negateNumber(right.N) : right.N) }
    }
  }
}

function add(before: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!before) return value
  if ('N' in value && 'N' in before) return { N: addNumbers(before.N, value.N) }
  const [current, added] = [readSet(before), readSet(value)]
  if (!current || current.type !== added?.type) throw wrongType()
  return makeSet(current.type, [...new Set([...current.members, ...added.members])])
}

/** Removes members from a set. An empty set is removed itself. */
function subtractSet(before: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  if (!before) return undefined
  const [current, removed] = [readSet(before), readSet(value)]
  if (!current || current.type !== removed?.type) throw wrongType()
  const members = current.members.filter((member) => !removed.members.includes(member))
  return members.length > 0 ? makeSet(current.type, members) : undefined
}

function wrongType() {
  return validationError('An operand in the update expression has an incorrect data type')
}
