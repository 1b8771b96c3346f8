import { AwsError } from '../endpoint/aws-service.ts'
import { DamagedDatabaseError } from './damage.ts'
import type { Storage } from './storage.ts'

/**
 * Returns what a service answers if nothing can be stored, or its database is damaged. Undefined: the error is another
 * one. Clients retry the answers that nothing can be stored. SES's means that a mail was not accepted; after any other, a
 * sender must assume that it may have been.
 */
export function explainStorage(
  error: unknown,
  service: string,
  storage: Pick<Storage, 'check' | 'describe'>,
): AwsError | undefined {
  if (error instanceof DamagedDatabaseError) return new AwsError('InternalError', 500, error.message)
  if (!storage.check(error)) return undefined
  const message = storage.describe()
  return service === 'ses' ? new AwsError('Throttling', 400, message) : new AwsError('ServiceUnavailable', 503, message)
}
