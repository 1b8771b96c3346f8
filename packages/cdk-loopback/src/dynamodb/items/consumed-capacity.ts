import { entryKey, projectOnto } from '../keys/index-entry.ts'
import type { Index, Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { itemSize } from '../values/item-size.ts'

/** Capacity units of a table and of its indexes. */
export type Consumption = {
  readonly table: Table
  readonly units: number
  readonly indexes: readonly { readonly index: Index; readonly units: number }[]
}

export type CapacityMode = 'INDEXES' | 'TOTAL' | 'NONE'

/** A transaction reads or writes the items of a table twice, the entries of its indexes once. */
export const transactionFactor = 2

/** Bytes. */
const readUnit = 4096
const writeUnit = 1024

/** @param bytes Size of all items read. Reading a missing item consumes the minimum. */
export function readConsumption(table: Table, bytes: number, consistent: boolean, index?: Index): Consumption {
  const units = (Math.max(1, Math.ceil(bytes / readUnit)) * (consistent ? 2 : 1)) / 2
  return index ? { table, units: 0, indexes: [{ index, units }] } : { table, units, indexes: [] }
}

/** Counts the larger of the item before and after, in the table and again in each index that changes. */
export function writeConsumption(table: Table, before: Item | undefined, after: Item | undefined): Consumption {
  const indexes = table.indexes.map((index) => ({ index, units: indexUnits(table, index, before, after) }))
  return { table, units: writeUnits(before, after), indexes: indexes.filter(({ units }) => units > 0) }
}

/** Adds consumptions up to one per table. `factor` applies to the tables, not to their indexes. */
export function addConsumptions(consumptions: readonly Consumption[], factor = 1): Consumption[] {
  return [...Map.groupBy(consumptions, ({ table }) => table.name).values()].flatMap((parts) => {
    const indexes = Map.groupBy(
      parts.flatMap((part) => part.indexes),
      ({ index }) => index.name,
    )
    return parts.slice(0, 1).map(({ table }) => ({
      table,
      units: factor * sum(parts),
      indexes: [...indexes.values()].flatMap((same) =>
        same.slice(0, 1).map(({ index }) => ({ index, units: sum(same) })),
      ),
    }))
  })
}

/** Renders `ConsumedCapacity` unless the mode is NONE. */
export function renderCapacity(mode: CapacityMode, consume: () => Consumption): { ConsumedCapacity?: object } {
  return mode === 'NONE' ? {} : { ConsumedCapacity: render(mode, consume()) }
}

/** Renders `ConsumedCapacity` of an answer about several tables. */
export function renderCapacities(
  mode: CapacityMode,
  consume: () => readonly Consumption[],
): { ConsumedCapacity?: readonly object[] } {
  return mode === 'NONE' ? {} : { ConsumedCapacity: consume().map((consumption) => render(mode, consumption)) }
}

function render(mode: CapacityMode, { table, units, indexes }: Consumption): object {
  const total = { TableName: table.name, CapacityUnits: units + sum(indexes) }
  if (mode === 'TOTAL') return total
  const [globals, locals] = (['global', 'local'] as const).map((kind) => renderIndexes(kind, indexes))
  return {
    ...total,
    Table: { CapacityUnits: units },
    ...(globals ? { GlobalSecondaryIndexes: globals } : {}),
    ...(locals ? { LocalSecondaryIndexes: locals } : {}),
  }
}

function renderIndexes(kind: Index['kind'], indexes: Consumption['indexes']): object | undefined {
  const ofKind = indexes.filter(({ index }) => index.kind === kind)
  if (ofKind.length === 0) return undefined
  return Object.fromEntries(ofKind.map(({ index, units }) => [index.name, { CapacityUnits: units }]))
}

function indexUnits(table: Table, index: Index, before: Item | undefined, after: Item | undefined): number {
  const [oldKey, newKey] = [before && entryKey(table, index, before), after && entryKey(table, index, after)]
  const [old, now] = [oldKey && projection(table, index, before), newKey && projection(table, index, after)]
  if (!old && !now) return 0
  if (oldKey && newKey && !oldKey.equals(newKey)) return writeUnits(old, undefined) + writeUnits(undefined, now)
  return JSON.stringify(old) === JSON.stringify(now) ? 0 : writeUnits(old, now)
}

function projection(table: Table, index: Index, item: Item | undefined): Item | undefined {
  return item && projectOnto(table, index, item)
}

function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const bytes = Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0)
  return Math.max(1, Math.ceil(bytes / writeUnit))
}

function sum(parts: readonly { readonly units: number }[]): number {
  return parts.reduce((total, { units }) => total + units, 0)
}
