import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from './secrets.ts'

/** What the bearer of a link may do; a token made for one purpose opens no other. */
export type TokenPurpose = 'confirm' | 'unsubscribe' | 'preferences'

const letters: Readonly<Record<TokenPurpose, string>> = { confirm: 'c', unsubscribe: 'u', preferences: 'p' }

/**
 * `<key id>.<purpose><subscriber id>.<expiry>.<mac>`: no address, safe in a URL as it is. `expiresAt` undefined: the token
 * works for ever, as links to unsubscribe must.
 */
export function signToken(
  secrets: Secrets,
  purpose: TokenPurpose,
  subscriberId: string,
  expiresAt: Date | undefined,
): string {
  const newest = secrets.signingKeys[0]
  if (!newest) throw new Error('There is no signing key')
  const expiry = expiresAt ? Math.ceil(expiresAt.getTime() / 1000).toString(36) : ''
  const claim = `${newest.id}.${letters[purpose]}${subscriberId}.${expiry}`
  return `${claim}.${mac(newest.key, claim)}`
}

export type VerifiedToken =
  | { readonly kind: 'valid'; readonly subscriberId: string }
  /** Genuine, but too old. */
  | { readonly kind: 'expired'; readonly subscriberId: string }
  | { readonly kind: 'forged' }

export function verifyToken(secrets: Secrets, purpose: TokenPurpose, token: string, now: Date): VerifiedToken {
  const [keyId = '', subject = '', expiry = '', given = '', ...rest] = token.split('.')
  const signing = secrets.signingKeys.find((key) => key.id === keyId)
  if (!signing || rest.length > 0 || subject[0] !== letters[purpose]) return { kind: 'forged' }
  if (!equal(given, mac(signing.key, `${keyId}.${subject}.${expiry}`))) return { kind: 'forged' }
  const subscriberId = subject.slice(1)
  const expired = expiry !== '' && Number.parseInt(expiry, 36) * 1000 < now.getTime()
  return { kind: expired ? 'expired' : 'valid', subscriberId }
}

/** 128 bits are beyond guessing and keep links short. */
function mac(key: string, claim: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(claim).digest().subarray(0, 16).toString('base64url')
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
