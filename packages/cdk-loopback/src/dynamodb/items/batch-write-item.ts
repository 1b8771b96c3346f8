import * as z from 'zod'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemsCall, itemPermission } from '../protocol/permissions.ts'
import {
  attributes,
  requestItems,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
} from '../protocol/request-fields.ts'
import { refuseDuplicates } from './batch-get-item.ts'
import { addConsumptions, renderCapacities } from './consumed-capacity.ts'
import { prepareDelete } from './delete-item.ts'
import { preparePut } from './put-item.ts'
import { applyWrite, consumptionOf, type Write } from './write-item.ts'

const maxWrites = 25

const writeRequest = z.strictObject({
  PutRequest: z.strictObject({ Item: attributes }).optional(),
  DeleteRequest: z.strictObject({ Key: attributes }).optional(),
})
type WriteRequest = z.output<typeof writeRequest>

/** Writes the whole batch. AWS may leave out a part of it and list that in the response. */
export const batchWriteItem = defineOperation(
  'BatchWriteItem',
  z.strictObject({
    RequestItems: requestItems('BatchWriteItem', z.array(writeRequest).min(1).max(maxWrites)),
    ...returnConsumedCapacity,
    ...returnItemCollectionMetrics,
  }),
  ({ RequestItems: requests }, dynamo) =>
    describeItemsCall(
      Object.entries(requests).map(([table, writes]) => ({
        ...itemPermission(
          dynamo,
          'BatchWriteItem',
          table,
          writes.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
        ),
        table,
      })),
    ),
  ({ RequestItems: requests, ReturnConsumedCapacity: mode }, dynamo) => {
    if (Object.values(requests).flat().length > maxWrites)
      throw validationError('Too many items requested for the BatchWriteItem call')
    const writes = Object.entries(requests).flatMap(([table, members]) => prepareAll(dynamo, table, members))
    const outcomes = writes.map((write) => applyWrite(dynamo, write))
    return { UnprocessedItems: {}, ...renderCapacities(mode, () => addConsumptions(outcomes.map(consumptionOf))) }
  },
)

function prepareAll(dynamo: Dynamo, table: string, members: readonly WriteRequest[]): Write[] {
  const writes = members.map((member) => prepare(dynamo, table, member))
  refuseDuplicates(writes.map((write) => write.readKey()))
  return writes
}

function prepare(dynamo: Dynamo, table: string, { PutRequest: put, DeleteRequest: remove }: WriteRequest): Write {
  const common = { TableName: table, ReturnValuesOnConditionCheckFailure: 'NONE' } as const
  if (put && !remove) return preparePut({ ...common, Item: put.Item }, dynamo)
  if (remove && !put) return prepareDelete({ ...common, Key: remove.Key }, dynamo)
  throw validationError(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  )
}
