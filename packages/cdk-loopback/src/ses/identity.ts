import { AwsError } from '../endpoint/aws-service.ts'
import { domainOf } from './address.ts'

/**
 * Checks that a sender is verified. Without a list of identities (addresses and domains), every sender is.
 * @throws {AwsError} MessageRejected, as SES refuses an unverified sender.
 */
export function checkVerified(address: string, identities: readonly string[] | undefined, region: string): void {
  if (isVerified(address, identities)) return
  const failed = `The following identities failed the check in region ${region.toUpperCase()}: ${address}`
  throw new AwsError('MessageRejected', 400, `Email address is not verified. ${failed}`)
}

export function isVerified(identity: string, identities: readonly string[] | undefined): boolean {
  const domain = domainOf(identity)
  return !identities || [identity, domain].some((name) => identities.includes(name.toLowerCase()))
}
