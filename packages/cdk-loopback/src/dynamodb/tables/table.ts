import type { AttributeType } from '../values/attribute-value.ts'

export type KeyAttribute = { readonly name: string; readonly type: AttributeType }
/** The partition key and, if there is one, the sort key. */
export type KeySchema = { readonly hash: KeyAttribute; readonly range?: KeyAttribute }

export type Throughput = { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number }

export type Index = {
  readonly name: string
  readonly kind: 'global' | 'local'
  readonly keys: KeySchema
  readonly projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'
  /** With `INCLUDE`. */
  readonly nonKeyAttributes: readonly string[]
  readonly throughput?: Throughput
}

export const viewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const

/** A table's stream of changes, and what its records contain besides the keys. */
export type TableStream = {
  readonly viewType: (typeof viewTypes)[number]
  /** Seconds since 1970. */
  readonly createdAt: number
}

export type TableDefinition = {
  readonly name: string
  readonly arn: string
  readonly uuid: string
  /** Seconds since 1970. */
  readonly createdAt: number
  readonly keys: KeySchema
  readonly indexes: readonly Index[]
  /** Absent for on-demand tables. */
  readonly throughput?: Throughput
  readonly tableClass?: string
  readonly encrypted: boolean
  readonly deletionProtection: boolean
  readonly pointInTimeRecovery: boolean
  /** The attribute that contains an item's expiry. */
  readonly timeToLive?: string
  readonly tags: Readonly<Record<string, string>>
  /** Absent unless the table has a stream. */
  readonly stream?: TableStream
}

export type Table = TableDefinition & { readonly id: number }

export function keyAttributes({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range ? [hash, range] : [hash]
}

/** Lists the attribute names of the table's key and, with `index`, of the index's key; each once. */
export function keyNames(table: TableDefinition, index?: Index): readonly string[] {
  const all = [table.keys, ...(index ? [index.keys] : [])].flatMap(keyAttributes)
  return [...new Set(all.map(({ name }) => name))]
}
