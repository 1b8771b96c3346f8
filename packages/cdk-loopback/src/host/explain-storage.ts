import { AwsError } from '../endpoint/aws-service.ts'
import { DamagedDatabaseError } from './damage.ts'
import type { Disk } from './disk.ts'

/**
 * Returns what a service answers if the disk has no room, or its database is damaged. Undefined: the error is another one.
 * Clients retry the answers about a full disk. SES's means that a mail was not accepted; after any other, a sender must
 * assume that it may have been.
 */
export function explainStorage(error: unknown, service: string, disk: Disk): AwsError | undefined {
  if (error instanceof DamagedDatabaseError) return new AwsError('InternalError', 500, error.message)
  if (!disk.check(error)) return undefined
  const message = `${disk.describe()}: nothing was stored. Free some space, then repeat what failed. What waits continues by itself.`
  return service === 'ses' ? new AwsError('Throttling', 400, message) : new AwsError('ServiceUnavailable', 503, message)
}
