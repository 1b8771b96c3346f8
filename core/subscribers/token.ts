import { createHmac, timingSafeEqual } from 'node:crypto'
import { hashAddress } from './hash-address.ts'
import { tokenDays } from './limits.ts'
import type { Secrets } from './secrets.ts'

/**
 * What a link permits. A token for one purpose is invalid for every other. Links to `unsubscribe` and `preferences` are
 * in every mail, which may be forwarded. So neither can change the address: they can only request a mail to the present
 * address with a link to enter a new `address`, and only the link mailed to the new address makes the `move`. `return`
 * undoes an unsubscription, and `reason` tells why; only the page after unsubscribing contains these two. `stay` says that
 * a reader still wants the mails.
 */
const letters = {
  confirm: 'c',
  unsubscribe: 'u',
  preferences: 'p',
  address: 'a',
  move: 'm',
  return: 'r',
  reason: 'w',
  stay: 's',
} as const
export type TokenPurpose = keyof typeof letters

/**
 * Signs `<key id>.<purpose><subscriber id>[-<bound>].<expiry>.<mac>`. It contains no address, and needs no escaping in
 * a URL.
 *
 * @param bound letters, digits and underscores that the token is bound to: the hash of an address, a revision, or the
 *   issue whose mail contains the link
 */
export function signToken(
  secrets: Secrets,
  purpose: TokenPurpose,
  subscriberId: string,
  expiresAt: Date | undefined,
  bound?: string,
): string {
  const newest = secrets.signingKeys[0]
  if (!newest) throw new Error('There is no signing key')
  const expiry = expiresAt ? expiresAt.getTime().toString(36) : ''
  const claim = `${newest.id}.${letters[purpose]}${subscriberId}${bound === undefined ? '' : `-${bound}`}.${expiry}`
  return `${claim}.${mac(newest.key, claim)}`
}

/** Signs a token that is valid for the days of its purpose. */
export function issueToken(secrets: Secrets, purpose: TokenPurpose, id: string, now: Date, bound?: string): string {
  const days = tokenDays[purpose]
  const expiresAt = days === undefined ? undefined : new Date(now.getTime() + days * 24 * 60 * 60 * 1000)
  return signToken(secrets, purpose, id, expiresAt, bound)
}

export type VerifiedToken =
  | {
      /** `expired`: genuine, but too old. */
      readonly kind: 'valid' | 'expired'
      readonly purpose: TokenPurpose
      readonly subscriberId: string
      readonly bound: string | undefined
      /** Undefined: it never expires. */
      readonly expiresAt: Date | undefined
    }
  | { readonly kind: 'forged' }

/** @param purposes the permitted ones; a token for any other purpose counts as forged */
export function verifyToken(
  secrets: Secrets,
  purposes: TokenPurpose | readonly TokenPurpose[],
  token: string,
  now: Date,
): VerifiedToken {
  const [keyId = '', subject = '', expiry = '', signature = '', ...rest] = token.split('.')
  const signingKey = secrets.signingKeys.find((key) => key.id === keyId)
  const purpose = [purposes].flat().find((each) => letters[each] === subject[0])
  if (!signingKey || !purpose || rest.length > 0) return { kind: 'forged' }
  if (!equal(signature, mac(signingKey.key, `${keyId}.${subject}.${expiry}`))) return { kind: 'forged' }
  const [subscriberId = '', bound] = subject.slice(1).split('-')
  const expiresAt = expiry === '' ? undefined : readExpiry(expiry)
  const expired = expiresAt !== undefined && expiresAt < now
  return { kind: expired ? 'expired' : 'valid', purpose, subscriberId, bound, expiresAt }
}

/** Milliseconds. In 1973, there were no tokens; as seconds, it is the year 5138. */
const firstMilliseconds = 100_000_000_000

/** Older tokens contain the second at which they expire, rounded up. */
function readExpiry(expiry: string): Date {
  const time = Number.parseInt(expiry, 36)
  return new Date(time < firstMilliseconds ? time * 1000 : time)
}

/** Returns when a token was issued: an older one up to a second too late. Undefined if it never expires. */
export function issuedAt({ purpose, expiresAt }: { purpose: TokenPurpose; expiresAt: Date | undefined }) {
  const days = tokenDays[purpose]
  return expiresAt && days !== undefined ? new Date(expiresAt.getTime() - days * 24 * 60 * 60 * 1000) : undefined
}

/** Returns what binds a token to an address. It does not reveal the address. */
export function boundTo(address: string, { addressPepper }: Secrets): string {
  return hashAddress(address, addressPepper).slice(0, 16)
}

/** 128 bits cannot be guessed, and keep links short. */
function mac(key: string, claim: string): string {
  return createHmac('sha256', key, { encoding: 'hex' }).update(claim).digest().subarray(0, 16).toString('base64url')
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
