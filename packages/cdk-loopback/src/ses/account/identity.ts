import { AwsError } from '../../endpoint/aws-service.ts'
import { domainOf, parseMailboxes } from '../address.ts'
import { invalidParameter } from '../invalid-parameter.ts'

/** An address or a domain from which the account may send. */
export type Identity = {
  /** An address as it was verified, or a domain in lower case. */
  readonly name: string
  /** The configuration set of its mails that name none. */
  readonly configurationSet?: string | undefined
}

export type FindIdentity = (name: string) => Identity | undefined

export function isAddress(name: string): boolean {
  return name.includes('@')
}

/** Returns the name under which an identity is kept. SES distinguishes case in addresses, but not in domains. */
export function identityName(name: string): string {
  return isAddress(name) ? name : name.toLowerCase()
}

/** Returns the name. @throws {AwsError} InvalidParameterValue if it is not an address, or not a domain */
export function checkIdentityName(name: string, kind: 'address' | 'domain'): string {
  const address = kind === 'address' ? name : `postmaster@${name}`
  if (isAddress(name) !== (kind === 'address') || parseMailboxes(address)[0]?.address !== address) {
    throw invalidParameter(`Invalid ${kindNames[kind]} ${name}.`)
  }
  return name
}

const kindNames = { address: 'email address', domain: 'domain name' } as const

/** Returns the identity that SES picks for an address: its own, or the one of its domain or the nearest parent domain. */
export function pickIdentity(address: string, find: FindIdentity): Identity | undefined {
  const labels = domainOf(address).split('.')
  const domains = labels.map((_label, index) => labels.slice(index).join('.'))
  for (const name of [address, ...domains]) {
    const identity = find(name)
    if (identity) return identity
  }
  return undefined
}

/** Checks that all addresses are verified. @throws {AwsError} MessageRejected, naming those that are not, as SES does */
export function checkVerified(addresses: readonly string[], find: FindIdentity, region: string): void {
  const failed = [...new Set(addresses.filter((address) => !pickIdentity(address, find)))]
  if (failed.length === 0) return
  const names = failed.length > maximumNamed ? `${failed.slice(0, maximumNamed).join(', ')}, ...` : failed.join(', ')
  const reason = `The following identities failed the check in region ${region.toUpperCase()}: ${names}`
  throw new AwsError('MessageRejected', 400, `Email address is not verified. ${reason}`)
}

/** SES names some of the identities and then writes an ellipsis. Their number is not documented. */
const maximumNamed = 10
