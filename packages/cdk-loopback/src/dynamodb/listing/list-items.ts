import * as z from 'zod'
import { isTrueOf } from '../expressions/evaluate-condition.ts'
import { project } from '../expressions/project.ts'
import type { Expressions } from '../expressions/read-expressions.ts'
import { readConsumption, renderCapacity } from '../items/consumed-capacity.ts'
import type { StoredItem } from '../items/item-store.ts'
import { projectOnto } from '../keys/index-entry.ts'
import { checkKeyPaths, startKeyOf } from '../keys/item-key.ts'
import type { Interval } from '../keys/key-encoding.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import type { Dynamo } from '../protocol/operation.ts'
import { attributes, expression, placeholders, returnConsumedCapacity, tableName } from '../protocol/request-fields.ts'
import type { Index, Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { itemSize } from '../values/item-size.ts'
import { checkSelect, select } from './select.ts'

/** Bytes of items read for one page, before the filter. */
const maxPageSize = 1024 * 1024

/** The members that Query and Scan share. */
export const listFields = {
  TableName: tableName,
  IndexName: z.string().optional(),
  ConsistentRead: z.boolean().default(false),
  Select: select,
  Limit: z.int().min(1).optional(),
  ExclusiveStartKey: attributes.optional(),
  FilterExpression: expression,
  ProjectionExpression: expression,
  ...placeholders,
  ...returnConsumedCapacity,
}

const listInput = z.strictObject(listFields)
type ListInput = z.output<typeof listInput>

/** A table or one of its indexes. */
export type Source = { readonly table: Table; readonly index: Index | undefined }

type Page = { readonly items: readonly Item[]; readonly scanned: number; readonly bytes: number; readonly last?: Item }

/** Returns the table or index to read from. Fails if there is no such index, or if it cannot be read in this way. */
export function openSource({ tables }: Dynamo, input: ListInput, expressions: Expressions): Source {
  const table = tables.get(input.TableName)
  const { IndexName: name } = input
  const index = table.indexes.find((one) => one.name === name)
  if (name !== undefined && !index) throw validationError(`The table does not have the specified index: ${name}`)
  if (index?.kind === 'global' && input.ConsistentRead)
    throw validationError('Consistent reads are not supported on global secondary indexes')
  checkSelect(input.Select, expressions, table, index)
  checkKeyPaths(table, Object.values(expressions.paths).flat())
  return { table, index }
}

/** Renders the answer to a Query or a Scan: one page of an interval of keys. */
export function renderPage(
  dynamo: Dynamo,
  input: ListInput,
  expressions: Expressions,
  source: Source,
  range: { readonly interval: Interval; readonly descending: boolean },
): object {
  const { items, scanned, bytes, last } = readPage(dynamo, input, expressions, source, range)
  const { table, index } = source
  const { ProjectionExpression: paths } = expressions
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: paths ? items.map((item) => project(item, paths)) : items }),
    Count: items.length,
    ScannedCount: scanned,
    ...(last ? { LastEvaluatedKey: startKeyOf(table, index, last) } : {}),
    ...renderCapacity(input.ReturnConsumedCapacity, () => readConsumption(table, bytes, input.ConsistentRead, index)),
  }
}

/** Reads one page. As in AWS, a page that ends because of `Limit` has a last key even if nothing follows. */
function readPage(
  dynamo: Dynamo,
  input: ListInput,
  expressions: Expressions,
  source: Source,
  { interval, descending }: { readonly interval: Interval; readonly descending: boolean },
): Page {
  const { FilterExpression: filter } = expressions
  const view = viewOf(source, input)
  const items: Item[] = []
  let [scanned, bytes] = [0, 0]
  let last: Item | undefined
  for (const stored of dynamo.items.list(source.table, source.index, interval, descending)) {
    const { item, size } = view(stored)
    if (bytes + size > maxPageSize && last) return { items, scanned, bytes, last }
    scanned += 1
    bytes += size
    last = stored.item
    if (!filter || isTrueOf(filter, item)) items.push(item)
    if (scanned === input.Limit) return { items, scanned, bytes, last }
  }
  return { items, scanned, bytes }
}

type View = (stored: StoredItem) => { readonly item: Item; readonly size: number }

/** Returns how a list sees an item. A local index fetches attributes outside of its projection if a request names them. */
function viewOf({ table, index }: Source, input: ListInput): View {
  const fetches = index?.kind === 'local' && input.ProjectionExpression !== undefined
  if (!index || index.projection === 'ALL' || input.Select === 'ALL_ATTRIBUTES' || fetches) return (stored) => stored
  return (stored) => {
    const item = projectOnto(table, index, stored.item)
    return { item, size: itemSize(item) }
  }
}
