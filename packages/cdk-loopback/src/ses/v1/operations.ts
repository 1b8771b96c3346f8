import { AwsError } from '../../endpoint/aws-service.ts'
import { accountOperations } from './account-operations.ts'
import { identityOperations } from './identity-operations.ts'
import type { Operation, Operations } from './operation.ts'
import { receivingOperations } from './receiving-operations.ts'
import { sendOperations } from './send-operations.ts'

export const operations: Operations = {
  ...sendOperations,
  ...accountOperations,
  ...identityOperations,
  ...receivingOperations,
}

/** @throws {AwsError} InvalidAction if the embedded SES does not have the operation. */
export function findOperation(query: URLSearchParams): Operation & { readonly name: string } {
  const name = query.get('Action') ?? ''
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!operation) {
    throw new AwsError('InvalidAction', 400, `Could not find operation ${name} for version ${query.get('Version')}`)
  }
  return { ...operation, name }
}
