import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from './secrets.ts'

/**
 * What the bearer of a link may do; a token made for one purpose opens no other. Links to `unsubscribe` and to the
 * `preferences` are in every mail, and go wherever it is forwarded, so neither of them can change the address: they can ask
 * for a mail to the present address with a link to enter a new `address`, and only the link mailed there makes the `move`.
 * `return` undoes an unsubscription; only the page that answers one has it.
 */
const letters = { confirm: 'c', unsubscribe: 'u', preferences: 'p', address: 'a', move: 'm', return: 'r' } as const
export type TokenPurpose = keyof typeof letters

/** Days that a token works; those that are in every mail work for ever, as links to unsubscribe must. */
const days: Readonly<Record<TokenPurpose, number | undefined>> = {
  confirm: 7,
  address: 1,
  move: 1,
  return: 1,
  unsubscribe: undefined,
  preferences: undefined,
}

/**
 * `<key id>.<purpose><subscriber id>[-<bound>].<expiry>.<mac>`: no address, safe in a URL as it is.
 *
 * @param bound what it holds for, of letters and digits: the hash of an address, a revision
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
  const expiry = expiresAt ? Math.ceil(expiresAt.getTime() / 1000).toString(36) : ''
  const claim = `${newest.id}.${letters[purpose]}${subscriberId}${bound === undefined ? '' : `-${bound}`}.${expiry}`
  return `${claim}.${mac(newest.key, claim)}`
}

/** A token that works for as long as those of its purpose do. */
export function issueToken(secrets: Secrets, purpose: TokenPurpose, id: string, now: Date, bound?: string): string {
  const lasting = days[purpose]
  const expiresAt = lasting === undefined ? undefined : new Date(now.getTime() + lasting * 24 * 60 * 60 * 1000)
  return signToken(secrets, purpose, id, expiresAt, bound)
}

export type VerifiedToken =
  | {
      /** `expired`: genuine, but too old. */
      readonly kind: 'valid' | 'expired'
      readonly purpose: TokenPurpose
      readonly subscriberId: string
      readonly bound: string | undefined
    }
  | { readonly kind: 'forged' }

/** @param purposes that are welcome here; a token for any other is as good as forged */
export function verifyToken(
  secrets: Secrets,
  purposes: TokenPurpose | readonly TokenPurpose[],
  token: string,
  now: Date,
): VerifiedToken {
  const [keyId = '', subject = '', expiry = '', given = '', ...rest] = token.split('.')
  const signing = secrets.signingKeys.find((key) => key.id === keyId)
  const purpose = [purposes].flat().find((each) => letters[each] === subject[0])
  if (!signing || !purpose || rest.length > 0) return { kind: 'forged' }
  if (!equal(given, mac(signing.key, `${keyId}.${subject}.${expiry}`))) return { kind: 'forged' }
  const [subscriberId = '', bound] = subject.slice(1).split('-')
  const expired = expiry !== '' && Number.parseInt(expiry, 36) * 1000 < now.getTime()
  return { kind: expired ? 'expired' : 'valid', purpose, subscriberId, bound }
}

/** 128 bits are beyond guessing and keep links short. */
function mac(key: string, claim: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(claim).digest().subarray(0, 16).toString('base64url')
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
