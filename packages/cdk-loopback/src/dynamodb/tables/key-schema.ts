import { invalidParameter, validationError } from '../protocol/dynamodb-error.ts'
import type { Index, KeyAttribute, KeySchema } from './table.ts'
import { keyAttributes } from './table.ts'
import type { AttributeDefinitions, IndexInput, KeySchemaInput } from './table-fields.ts'

/** Reads the key of a table or an index: a partition key and an optional sort key, each of a defined type. */
export function readKeySchema(input: KeySchemaInput, definitions: AttributeDefinitions): KeySchema {
  const [first, second] = input
  if (input.length > definitions.length)
    throw validationError('Invalid KeySchema: Some index key attribute have no definition')
  if (first?.KeyType !== 'HASH')
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  const hash = readAttribute(first.AttributeName, input, definitions)
  if (!second) return { hash }
  if (second.KeyType !== 'RANGE')
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type')
  if (second.AttributeName === hash.name)
    throw validationError('Both the Hash Key and the Range Key element in the KeySchema have the same name')
  return { hash, range: readAttribute(second.AttributeName, input, definitions) }
}

export function readIndex(kind: Index['kind'], input: IndexInput, definitions: AttributeDefinitions): Index {
  const { ProjectionType: projection, NonKeyAttributes: nonKeyAttributes } = input.Projection
  if (projection === 'INCLUDE' && !nonKeyAttributes)
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified')
  if (projection !== 'INCLUDE' && nonKeyAttributes)
    throw invalidParameter(`ProjectionType is ${projection}, but NonKeyAttributes is specified`)
  return {
    name: input.IndexName,
    kind,
    keys: readKeySchema(input.KeySchema, definitions),
    projection,
    nonKeyAttributes: nonKeyAttributes ?? [],
    ...(input.ProvisionedThroughput ? { throughput: input.ProvisionedThroughput } : {}),
  }
}

/** Checks a table's indexes against each other and against its key. */
export function checkIndexes(keys: KeySchema, indexes: readonly Index[]): void {
  const names = indexes.map(({ name }) => name)
  const repeated = names.find((name, at) => names.indexOf(name) < at)
  if (repeated) throw invalidParameter(`Duplicate index name: ${repeated}`)
  if (indexes.filter(({ kind }) => kind === 'global').length > 20)
    throw invalidParameter('GlobalSecondaryIndex count exceeds the per-table limit of 20')
  const locals = indexes.filter(({ kind }) => kind === 'local')
  if (locals.length > 5) throw invalidParameter('Number of LocalSecondaryIndexes exceeds per-table limit of 5')
  if (locals.length > 0 && !keys.range)
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    )
  for (const local of locals) checkLocalIndex(keys, local)
}

/** Fails if a definition belongs to no key's attribute. */
export function refuseUnusedDefinitions(definitions: AttributeDefinitions, keys: readonly KeySchema[]): void {
  const used = new Set(keys.flatMap(keyAttributes).map(({ name }) => name))
  if (new Set(definitions.map(({ AttributeName: name }) => name)).size < definitions.length)
    throw invalidParameter('Duplicate AttributeName in AttributeDefinitions')
  if (used.size === definitions.length) return
  const named = definitions.map(({ AttributeName: name }) => name).join(', ')
  throw invalidParameter(
    keys.length > 1
      ? `Some AttributeDefinitions are not used. AttributeDefinitions: [${named}], keys used: [${[...used].join(', ')}]`
      : 'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  )
}

function checkLocalIndex(keys: KeySchema, { name, keys: { hash, range } }: Index): void {
  if (!range) throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`)
  if (hash.name === keys.hash.name) return
  throw invalidParameter(
    `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${hash.name}, table hash key: ${keys.hash.name}`,
  )
}

function readAttribute(name: string, schema: KeySchemaInput, definitions: AttributeDefinitions): KeyAttribute {
  const definition = definitions.find(({ AttributeName }) => AttributeName === name)
  if (definition) return { name, type: definition.AttributeType }
  const keys = schema.map(({ AttributeName }) => AttributeName).join(', ')
  const defined = definitions.map(({ AttributeName }) => AttributeName).join(', ')
  throw invalidParameter(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys}], AttributeDefinitions: [${defined}]`,
  )
}
