import * as z from 'zod'
import { tableKey } from '../keys/index-entry.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeTableCall } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import type { Table } from './table.ts'

/** Seconds. AWS leaves alone what expired longer ago: such a number is hardly a time. */
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
  ({ TableName: name, TimeToLiveSpecification: wanted }, dynamo) => {
    const { timeToLive, ...table } = dynamo.tables.get(name)
    if (wanted.Enabled && timeToLive !== undefined) throw validationError('TimeToLive is already enabled')
    if (!wanted.Enabled && timeToLive === undefined) throw validationError('TimeToLive is already disabled')
    if (!wanted.Enabled && timeToLive !== wanted.AttributeName)
      throw validationError(`TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive}`)
    const changed = wanted.Enabled ? { ...table, timeToLive: wanted.AttributeName } : table
    dynamo.items.resetExpiry(changed)
    dynamo.tables.change(changed)
    return { TimeToLiveSpecification: wanted }
  },
)

/** Deletes the items whose time to live has passed, and answers how many these were. */
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

function deleteBatch({ items }: Dynamo, table: Table, now: number): number {
  const expired = items.listExpired(table, now - maxAge, now, batchSize)
  for (const stored of expired) items.remove(table, tableKey(table, stored.item), stored)
  return expired.length
}
