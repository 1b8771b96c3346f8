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

/** The key of an item, which has the attributes of it. */
export function tableKey(table: TableDefinition, item: Item): Buffer {
  const key = readParts(item, keyAttributes(table.keys))
  if (!key) throw new TypeError(`An item of ${table.name} lacks its key`)
  return key
}

/** Where an item stands in an index; nowhere, if it lacks an attribute of the index's key. */
export function entryKey(table: TableDefinition, index: Index, item: Item): Buffer | undefined {
  // Items with equal index keys are told apart by their own keys.
  return readParts(item, [...keyAttributes(index.keys), ...keyAttributes(table.keys)])
}

/** What an index shows of an item. */
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
