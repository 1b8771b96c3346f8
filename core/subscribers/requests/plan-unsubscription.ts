import { unsubscribeWord } from '../../mail/mailing-headers.ts'
import type { Secrets } from '../secrets.ts'
import { verifyToken } from '../token.ts'
import { issueOfLink } from '../unsubscription.ts'
import { findTokens } from './link-token.ts'
import { decodeAscii, readFrom, type UnsubscribeMail } from './unsubscribe-mail.ts'

/** Whom a mail unsubscribes. */
export type UnsubscriptionPlan =
  /** The subject contains the token of a mail of ours. */
  | { readonly kind: 'token'; readonly subscriberId: string; readonly issueId: string | undefined }
  /** The sender is proven to own the address. */
  | { readonly kind: 'sender'; readonly address: string }
  | {
      readonly kind: 'nobody'
      readonly reason: 'unwanted' | 'automatic' | 'no single sender' | 'sender not authenticated'
    }

/**
 * Decides whom a mail unsubscribes. A token is enough by itself, as in a link. Without one, the mail means its sender, if SES
 * has found it authentic and no program wrote it.
 */
export function planUnsubscription(mail: UnsubscribeMail, secrets: Secrets, now: Date): UnsubscriptionPlan {
  for (const token of tokensIn(mail)) {
    const verified = verifyToken(secrets, 'unsubscribe', token, now)
    if (verified.kind !== 'valid') continue
    const { purpose, subscriberId, bound } = verified
    return { kind: 'token', subscriberId, issueId: issueOfLink(purpose, bound) }
  }
  const { spam, virus } = mail.verdicts
  if (spam === 'FAIL' || virus === 'FAIL') return { kind: 'nobody', reason: 'unwanted' }
  if (isAutomatic(mail)) return { kind: 'nobody', reason: 'automatic' }
  const address = findSender(mail)
  if (address === undefined) return { kind: 'nobody', reason: 'no single sender' }
  return isAuthentic(mail, domainOf(address))
    ? { kind: 'sender', address }
    : { kind: 'nobody', reason: 'sender not authenticated' }
}

/** Characters of a subject that are read, and the tokens in it that are verified. */
const longestSubject = 4_000
const mostTokens = 20

const beforeToken = new RegExp(`^.*${unsubscribeWord}`, 'is')

/** Programs encode, fold and extend subjects, and some do not decode the address of the link: `unsubscribe%20…`. */
function tokensIn({ common, headers }: UnsubscribeMail): readonly string[] {
  const subjects = [common.subject ?? '', ...valuesOf(headers, 'subject')]
  const tokens = subjects.flatMap((subject) => {
    const text = decodeAscii(subject.slice(0, longestSubject)).replace(/%20|\+/g, ' ')
    const after = text.replace(beforeToken, '')
    return [...findTokens(text), ...findTokens(after)].slice(0, mostTokens)
  })
  return [...new Set(tokens)]
}

/** Programs that answer mails or forward those of lists mean nothing by it (RFC 3834 §2). Bounces have no sender. */
function isAutomatic({ headers, envelopeSender }: UnsubscribeMail): boolean {
  const has = (name: string, pattern: RegExp) => valuesOf(headers, name).some((value) => pattern.test(value))
  return (
    envelopeSender === '' ||
    has('auto-submitted', /^\s*(?!no\b)\S/i) ||
    has('precedence', /^\s*(bulk|list|junk|auto_reply)\b/i) ||
    has('content-type', /^\s*multipart\/report\b/i) ||
    ['x-autoreply', 'x-autorespond', 'x-failed-recipients', 'list-id'].some((name) => has(name, /\S/))
  )
}

function findSender({ headers, common }: UnsubscribeMail): string | undefined {
  const values = valuesOf(headers, 'from')
  const [value, second] = values.length > 0 ? values : common.from
  return value === undefined || second !== undefined ? undefined : readFrom(value)
}

/**
 * Whether SES has verified that the mail is from the domain in From. For a domain without a DMARC policy, or whose policy is
 * `none`, the DMARC verdict is GRAY. Then SPF or DKIM must have verified exactly that domain. SES does not say which of several
 * signatures was valid, so all have to be of the domain.
 */
function isAuthentic({ verdicts, envelopeSender, headers, isTruncated }: UnsubscribeMail, domain: string): boolean {
  if (verdicts.dmarc === 'PASS') return true
  if (verdicts.dmarc !== 'GRAY') return false
  const signers = valuesOf(headers, 'dkim-signature').map((value) => /(?:^|;)\s*d\s*=\s*([^;\s]+)/i.exec(value)?.[1])
  const isSigned = signers.length > 0 && signers.every((signer) => signer?.toLowerCase() === domain)
  return (
    (verdicts.spf === 'PASS' && domainOf(envelopeSender) === domain) ||
    (verdicts.dkim === 'PASS' && isSigned && !isTruncated)
  )
}

function valuesOf(headers: UnsubscribeMail['headers'], name: string): readonly string[] {
  return headers.filter((header) => header.name === name).map(({ value }) => value)
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
