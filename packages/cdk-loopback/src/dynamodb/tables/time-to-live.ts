import * as z from 'zod'
import { tableKey } from '../keys/index-entry.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeTableCall } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import type { Table } from './table.ts'

/** Seconds. AWS ignores an expiry further in the past, because it is probably not a time. */
const maxAge = 5 * 365 * 24 * 60 * 60
/** Items removed in one transaction. */
const batchSize = 500

export const describeTimeToLive = defineOperation(
  'DescribeTimeToLive',
  z.strictObject({ TableName: tableName }),
  (input, dynamo) => describeTableCall(dynamo, 'DescribeTimeToLive', input.TableName),
  (input, dynamo) => {
    const { timeToLive } = dynamo.tables.get(input.TableName)
    return {
      TimeToLiveDescription:
        timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
    }
  },
)

export const updateTimeToLive = defineOperation(
  'UpdateTimeToLive',
  z.strictObject({
    TableName: tableName,
    TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() }),
  }),
  (input, dynamo) => describeTableCall(dynamo, 'UpdateTimeToLive', input.TableName),
  ({ TableName: name, TimeToLiveSpecification: specification }, dynamo) => {
    const { timeToLive, ...table } = dynamo.tables.get(name)
    const { Enabled: enabled, AttributeName: attribute } = specification
    if (enabled && timeToLive !== undefined) throw validationError('TimeToLive is already enabled')
    if (!enabled && timeToLive === undefined) throw validationError('TimeToLive is already disabled')
    if (!enabled && timeToLive !== attribute)
      throw validationError(`TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive}`)
    const changed = enabled ? { ...table, timeToLive: attribute } : table
    dynamo.items.resetExpiry(changed)
    dynamo.tables.change(changed)
    return { TimeToLiveSpecification: specification }
  },
)

/** Deletes the items whose time to live has passed. Returns their number. */
export function deleteExpired(dynamo: Dynamo): number {
  const now = Math.floor(dynamo.now().getTime() / 1000)
  let deleted = 0
  for (const table of dynamo.tables.list()) {
    let count: number
    do {
      count = dynamo.database.transaction(() => deleteBatch(dynamo, table, now))
      deleted += count
    } while (count === batchSize)
  }
  return deleted
}

function deleteBatch({ items, changes }: Dynamo, table: Table, now: number): number {
  const expired = items.listExpired(table, now - maxAge, now, batchSize)
  for (const stored of expired) {
    items.remove(table, tableKey(table, stored.item), stored)
    changes.add(table, stored.item, undefined, true)
  }
  return expired.length
}
