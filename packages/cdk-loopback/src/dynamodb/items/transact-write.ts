import { createHash } from 'node:crypto'
import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemsCall, itemPermission } from '../protocol/permissions.ts'
import { returnConsumedCapacity, returnItemCollectionMetrics } from '../protocol/request-fields.ts'
import type { Item } from '../values/attribute-value.ts'
import { itemSize } from '../values/item-size.ts'
import { addConsumptions, renderCapacities, transactionFactor } from './consumed-capacity.ts'
import { checkMember, deleteMember, prepareCheck, prepareDelete } from './delete-item.ts'
import { preparePut, putMember } from './put-item.ts'
import { attemptAll, checkTransactionSize, refuseRepetition } from './transaction.ts'
import { prepareUpdate, updateMember } from './update-item.ts'
import { applyWrite, consumptionOf, type Write } from './write-item.ts'

const member = z.strictObject({
  Put: putMember.optional(),
  Update: updateMember.optional(),
  Delete: deleteMember.optional(),
  ConditionCheck: checkMember.optional(),
})
type Member = z.output<typeof member>

/** Writes all members or, if one of them fails, none. */
export const transactWriteItems = defineOperation(
  'TransactWriteItems',
  z.strictObject({
    TransactItems: z.array(member).min(1).max(100),
    ClientRequestToken: z.string().min(1).max(36).optional(),
    ...returnConsumedCapacity,
    ...returnItemCollectionMetrics,
  }),
  ({ TransactItems: members }, dynamo) => describeItemsCall(members.map((member) => describeMember(member, dynamo))),
  ({ TransactItems: members, ClientRequestToken: token, ReturnConsumedCapacity: mode }, dynamo) => {
    const writes = members.map((member) => readMember(member).prepare(dynamo))
    refuseRepetition(
      writes,
      attemptAll(writes, (write) => write.readKey()),
    )
    if (token !== undefined && claimToken(dynamo, token, members) === 'repeated') return {}
    const outcomes = attemptAll(writes, (write) => applyWrite(dynamo, write))
    checkTransactionSize(outcomes.map(({ before, after }) => itemSize(after ?? before ?? {})))
    return renderCapacities(mode, () => addConsumptions(outcomes.map(consumptionOf), transactionFactor))
  },
)

function describeMember(member: Member, dynamo: Dynamo) {
  const { action, table, item } = readMember(member)
  return { ...itemPermission(dynamo, action, table, [item]), table }
}

/** The operation of a member. `item` is the item or its key. */
type MemberCall = {
  readonly action: string
  readonly table: string
  readonly item: Item
  prepare(dynamo: Dynamo): Write
}

function readMember({ Put: put, Update: update, Delete: remove, ConditionCheck: check }: Member): MemberCall {
  const calls: (MemberCall | undefined)[] = [
    put && { action: 'PutItem', table: put.TableName, item: put.Item, prepare: (dynamo) => preparePut(put, dynamo) },
    update && { ...keyed('UpdateItem', update), prepare: (dynamo) => prepareUpdate(update, dynamo) },
    remove && { ...keyed('DeleteItem', remove), prepare: (dynamo) => prepareDelete(remove, dynamo) },
    check && { ...keyed('ConditionCheckItem', check), prepare: (dynamo) => prepareCheck(check, dynamo) },
  ]
  const [call, ...more] = calls.filter((one) => one !== undefined)
  if (call && more.length === 0) return call
  throw validationError('TransactItems can only contain one of Check, Put, Update or Delete')
}

function keyed(action: string, { TableName: table, Key: item }: { readonly TableName: string; readonly Key: Item }) {
  return { action, table, item }
}

/** Milliseconds for which a token identifies a transaction. */
const lifetime = 10 * 60_000

/**
 * Stores a transaction's token with a digest of the request. Returns `repeated` if the transaction was already written.
 * @throws {AwsError} IdempotentParameterMismatchException if the token belongs to another request
 */
function claimToken({ database, now }: Dynamo, token: string, request: unknown): 'claimed' | 'repeated' {
  const { statement } = database
  const time = now().getTime()
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64')
  statement('DELETE FROM tokens WHERE expires <= ?').run(time)
  const stored = statement('SELECT request FROM tokens WHERE token = ?').get(token)
  if (stored && stored.request !== fingerprint)
    throw new AwsError(
      'IdempotentParameterMismatchException',
      400,
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
    )
  if (stored) return 'repeated'
  statement('INSERT INTO tokens (token, request, expires) VALUES (?, ?, ?)').run(token, fingerprint, time + lifetime)
  return 'claimed'
}
