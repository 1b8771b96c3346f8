import {
  type Index,
  type KeyAttribute,
  keyAttributes,
  keyNames,
  type Table,
  type TableDefinition,
} from '../tables/table.ts'
import { attributeOf, type Item, pickAttributes, typeOf } from '../values/attribute-value.ts'
import { encodeKey, encodeScalar } from './key-encoding.ts'

/** Encodes the key of an item. The item must have the key's attributes. */
export function tableKey(table: TableDefinition, item: Item): Buffer {
  const key = readParts(item, keyAttributes(table.keys))
  if (!key) throw new TypeError(`An item of ${table.name} lacks its key`)
  return key
}

/** Encodes an item's place in an index; undefined if it lacks an attribute of the index's key. */
export function entryKey(table: TableDefinition, index: Index, item: Item): Buffer | undefined {
  // The table's key distinguishes items with equal index keys.
  return readParts(item, [...keyAttributes(index.keys), ...keyAttributes(table.keys)])
}

/** Returns the attributes of an item that an index contains. */
export function projectOnto(table: TableDefinition, index: Index, item: Item): Item {
  if (index.projection === 'ALL') return item
  return pickAttributes(item, [...keyNames(table, index), ...index.nonKeyAttributes])
}

export function showsAttribute(table: Table, index: Index, name: string): boolean {
  return index.projection === 'ALL' || keyNames(table, index).includes(name) || index.nonKeyAttributes.includes(name)
}

function readParts(item: Item, attributes: readonly KeyAttribute[]): Buffer | undefined {
  const parts: Buffer[] = []
  for (const { name, type } of attributes) {
    const value = attributeOf(item, name)
    if (!value || typeOf(value) !== type) return undefined
    parts.push(encodeScalar(value))
  }
  const [partition, ...rest] = parts
  return partition && encodeKey(partition, ...rest)
}
