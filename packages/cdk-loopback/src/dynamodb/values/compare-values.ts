import { type AttributeValue, attributeOf, type Item, readSet, typeOf } from './attribute-value.ts'
import { compareNumbers } from './decimal.ts'

/** Returns whether two values are equal. Sets are equal in any order, values of different types never. */
export function valuesEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (typeOf(left) !== typeOf(right)) return false
  if ('L' in left && 'L' in right) return listsEqual(left.L, right.L)
  if ('M' in left && 'M' in right) return mapsEqual(left.M, right.M)
  const [leftSet, rightSet] = [readSet(left), readSet(right)]
  if (leftSet && rightSet) return setsEqual(leftSet.members, rightSet.members)
  return Object.values(left)[0] === Object.values(right)[0]
}

/** Compares two values like a sort function; `undefined` if they have no order. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N)
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S))
  if ('B' in left && 'B' in right) return Buffer.compare(readBytes(left.B), readBytes(right.B))
  return undefined
}

export function valueBeginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S)
  if (!('B' in value && 'B' in prefix)) return false
  const start = readBytes(prefix.B)
  return readBytes(value.B).subarray(0, start.length).equals(start)
}

/** Returns whether a text or bytes contain a part, or a set or list a member. */
export function valueContains(value: AttributeValue, part: AttributeValue): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S)
  if ('B' in value) return 'B' in part && readBytes(value.B).includes(readBytes(part.B))
  if ('L' in value) return value.L.some((member) => valuesEqual(member, part))
  const set = readSet(value)
  // A set's type is its members' type followed by an S.
  if (set?.type !== `${typeOf(part)}S`) return false
  return set.members.some((member) => member === Object.values(part)[0])
}

function listsEqual(left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean {
  return left.length === right.length && left.every((value, at) => isEqual(value, right[at]))
}

function mapsEqual(left: Item, right: Item): boolean {
  const entries = Object.entries(left)
  if (entries.length !== Object.keys(right).length) return false
  return entries.every(([name, value]) => isEqual(value, attributeOf(right, name)))
}

function setsEqual(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(right)
  return left.length === right.length && left.every((member) => members.has(member))
}

function isEqual(left: AttributeValue, right: AttributeValue | undefined): boolean {
  return right !== undefined && valuesEqual(left, right)
}

function readBytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64')
}
