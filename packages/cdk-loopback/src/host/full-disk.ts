import { AwsError } from '../endpoint/aws-service.ts'
import type { Disk } from './disk.ts'

/**
 * Returns what a service answers to a write for which the disk has no room. Undefined: the error is another one. Clients
 * retry both answers. SES's means that a mail was not accepted; after any other, a sender must assume that it may have been.
 */
export function explainFullDisk(error: unknown, service: string, disk: Disk): AwsError | undefined {
  if (!disk.check(error)) return undefined
  const message = `${disk.describe()}: nothing was stored. Free some space, then repeat what failed. What waits continues by itself.`
  return service === 'ses' ? new AwsError('Throttling', 400, message) : new AwsError('ServiceUnavailable', 503, message)
}
