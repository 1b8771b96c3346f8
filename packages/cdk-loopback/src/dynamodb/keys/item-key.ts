import type { Path } from '../expressions/expression-tree.ts'
import { invalidParameter, validationError } from '../protocol/dynamodb-error.ts'
import { type Index, type KeyAttribute, type KeySchema, keyAttributes, keyNames, type Table } from '../tables/table.ts'
import { type AttributeValue, attributeOf, type Item, pickAttributes, typeOf } from '../values/attribute-value.ts'
import { tableKey } from './index-entry.ts'
import { encodeScalar } from './key-encoding.ts'

/** Bytes. */
const maxHashSize = 2048
const maxRangeSize = 1024

/** Checks the `Key` of a request and encodes it. */
export function readKey(table: Table, key: Item): Buffer {
  checkKeySchema(key, table.keys, keyNames(table))
  return tableKey(table, key)
}

/** Fails unless these are exactly the attributes of a key. */
export function checkKeySchema(key: Item, schema: KeySchema, names: readonly string[]): void {
  if (Object.keys(key).length !== names.length) throw mismatch()
  for (const attribute of keyAttributes(schema)) {
    const value = attributeOf(key, attribute.name)
    if (!value || typeOf(value) !== attribute.type) throw mismatch()
    if (isEmpty(value)) throw invalidParameter(`${emptyMessage(attribute)} Key: ${attribute.name}`)
  }
  checkSizes(key, schema)
}

/** Checks that an item has the key of the table, and encodes it. */
export function readItemKey(table: Table, item: Item): Buffer {
  for (const attribute of keyAttributes(table.keys)) {
    const { name, type } = attribute
    const value = attributeOf(item, name)
    if (!value) throw invalidParameter(`Missing the key ${name} in the item`)
    if (typeOf(value) !== type)
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`)
    if (isEmpty(value))
      throw validationError(`One or more parameter values are not valid. ${emptyMessage(attribute)} Key: ${name}`)
  }
  checkSizes(item, table.keys)
  return tableKey(table, item)
}

/** Checks an item against the indexes' keys. Their attributes may be missing, but must not have another type. */
export function checkIndexKeys(table: Table, item: Item): void {
  for (const index of table.indexes) {
    for (const attribute of keyAttributes(index.keys)) checkIndexAttribute(index, attribute, item)
    checkSizes(item, index.keys)
  }
}

/** Fails if a path leads into a key's attribute, which is a scalar. */
export function checkKeyPaths(table: Table, paths: readonly Path[]): void {
  const nested = new Set(paths.filter((path) => path.length > 1).map(([name]) => name))
  const message = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed"
  for (const name of keyNames(table)) if (nested.has(name)) throw validationError(`${message}: Key: ${name}`)
  const indexed = table.indexes.flatMap(({ keys }) => keyAttributes(keys))
  for (const { name } of indexed) if (nested.has(name)) throw validationError(`${message}: IndexKey: ${name}`)
}

/** Returns the start key of the page after an item. */
export function startKeyOf(table: Table, index: Index | undefined, item: Item): Item {
  return pickAttributes(item, keyNames(table, index))
}

function checkIndexAttribute(index: Index, attribute: KeyAttribute, item: Item): void {
  const { name, type } = attribute
  const value = attributeOf(item, name)
  if (!value) return
  if (typeOf(value) !== type)
    throw invalidParameter(
      `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
    )
  if (isEmpty(value))
    throw validationError(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${emptyMessage(attribute)} IndexName: ${index.name}, IndexKey: ${name}`,
    )
}

function checkSizes(item: Item, { hash, range }: KeySchema): void {
  const size = (attribute: KeyAttribute | undefined) => {
    const value = attribute && attributeOf(item, attribute.name)
    return value ? encodeScalar(value).length : 0
  }
  if (size(hash) > maxHashSize)
    throw invalidParameter(`Size of hashkey has exceeded the maximum size limit of${maxHashSize} bytes`)
  if (size(range) > maxRangeSize)
    throw invalidParameter(`Aggregated size of all range keys has exceeded the size limit of ${maxRangeSize} bytes`)
}

function isEmpty(value: AttributeValue): boolean {
  return ('S' in value && value.S === '') || ('B' in value && value.B === '')
}

function emptyMessage({ type }: KeyAttribute): string {
  return `The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value.`
}

function mismatch() {
  return validationError('The provided key element does not match the schema')
}
