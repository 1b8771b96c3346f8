import { validationError } from '../protocol/dynamodb-error.ts'
import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.ts'
import type { Path } from './expression-tree.ts'

type Step = string | number

/** Returns the value at a path, if the item has one. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item }
  for (const step of path) value = value && memberAt(value, step)
  return value
}

/**
 * Returns a copy of the item with another value at a path, or without a value there. The map or list that contains the
 * value must exist. At a position beyond the end of a list, the value is appended.
 */
export function withValueAt(item: Item, path: Path, value: AttributeValue | undefined): Item {
  const changed = replace({ M: item }, path, value)
  return 'M' in changed ? changed.M : item
}

function replace(container: AttributeValue, path: readonly Step[], value: AttributeValue | undefined): AttributeValue {
  const [step, ...rest] = path
  if (step === undefined) return container
  if (rest.length === 0) return withMember(container, step, value)
  const member = memberAt(container, step)
  if (!member) throw invalidPath()
  return withMember(container, step, replace(member, rest, value))
}

function memberAt(container: AttributeValue, step: Step): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in container ? container.L[step] : undefined
  return 'M' in container ? attributeOf(container.M, step) : undefined
}

function withMember(container: AttributeValue, step: Step, value: AttributeValue | undefined): AttributeValue {
  if (typeof step === 'string' && 'M' in container) {
    const others = Object.entries(container.M).filter(([name]) => name !== step)
    return { M: Object.fromEntries(value ? [...others, [step, value]] : others) }
  }
  if (typeof step === 'number' && 'L' in container) {
    const members = [...container.L]
    members.splice(step, 1, ...(value ? [value] : []))
    return { L: members }
  }
  throw invalidPath()
}

function invalidPath() {
  return validationError('The document path provided in the update expression is invalid for update')
}
