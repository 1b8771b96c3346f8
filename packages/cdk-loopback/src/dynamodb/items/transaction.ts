import { AwsError } from '../../endpoint/aws-service.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'

/** Bytes. */
const maxTransactionSize = 4 * 1024 * 1024

/** Why a member failed, or `None`. */
type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item }

/** Applies a function to every member. If it fails for one of them, cancels the transaction with the reasons of all. */
export function attemptAll<Member, Result>(
  members: readonly Member[],
  attempt: (member: Member) => Result,
): readonly Result[] {
  const results: Result[] = []
  const reasons = members.map((member): Reason => {
    try {
      results.push(attempt(member))
      return { Code: 'None' }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      return toReason(error)
    }
  })
  if (results.length === members.length) return results
  const codes = reasons.map(({ Code }) => Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  throw new AwsError('TransactionCanceledException', 400, message, { CancellationReasons: reasons })
}

/** Fails if two members of a transaction affect the same item. `keys` are the members' keys. */
export function refuseRepetition(members: readonly { readonly table: Table }[], keys: readonly Buffer[]): void {
  const items = new Set(members.map(({ table }, at) => `${table.id}/${keys[at]?.toString('latin1')}`))
  if (items.size < members.length)
    throw validationError('Transaction request cannot include multiple operations on one item')
}

function toReason({ code, message, details }: AwsError): Reason {
  if (code === 'ConditionalCheckFailedException')
    return { Code: 'ConditionalCheckFailed', Message: message, ...details }
  return { Code: 'ValidationError', Message: message }
}

/** @param sizes Sizes of the items in bytes. */
export function checkTransactionSize(sizes: readonly number[]): void {
  if (sizes.reduce((total, size) => total + size, 0) > maxTransactionSize)
    throw validationError('The aggregate size of the items in the transaction exceeds the limit of 4 MB')
}
