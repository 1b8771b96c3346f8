import type { AwsCall } from '../../endpoint/aws-service.ts'
import type { Account, Caller } from '../account/account.ts'

/** One action of the SES query API (2010-12-01). */
export type Operation = {
  describe(account: Account, query: URLSearchParams, caller: Caller): AwsCall | Promise<AwsCall>
  /** Returns the XML elements of the result. */
  handle(account: Account, query: URLSearchParams, caller: Caller): Result | Promise<Result>
}

type Result = readonly string[]

export type Operations = Readonly<Record<string, Operation>>

/** Describes an operation that IAM authorizes for the account as a whole. */
export function describeAccountCall(_account: Account, query: URLSearchParams): AwsCall {
  const operation = query.get('Action') ?? ''
  return { operation, permissions: [{ action: `ses:${operation}`, resource: '*' }] }
}
