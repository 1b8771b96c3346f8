import type { Answer, Refusal } from './transport.ts'

/**
 * What an answer means for the mail:
 * - `accepted`: the relay has it
 * - `bounced`: the relay will never take it. Only a `Permanent` bounce says that the mailbox does not exist
 * - `deferred`: it may be taken later
 * - `stopped`: the relay takes no mail of this account. It says nothing about the recipient
 * - `unknown`: the connection broke after the message was sent, so the relay may have it
 */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'bounced'; readonly type: BounceType; readonly subtype: string; readonly status: string }
  | {
      readonly kind: 'deferred'
      readonly delayType: string
      readonly status: string
      /** Attempts before it is given up. Default: none, only the time counts. */
      readonly leastAttempts?: number
    }
  | { readonly kind: 'stopped' | 'unknown' }

export type BounceType = 'Permanent' | 'Transient' | 'Undetermined'

/** Codes about the account: authentication required, too weak, wrong, or failing for now (RFC 4954, RFC 5248). */
const accountCodes: readonly number[] = [421, 454, 530, 534, 535, 538]

/** Judges one answer. A `stopped` mail may also be the only one that is refused: createRefusalCheck finds out. */
export function judgeAnswer(answer: Answer): Verdict {
  if (answer.kind === 'accepted') return { kind: 'accepted' }
  const { step, code } = answer
  if (code === undefined) return { kind: step === 'body' ? 'unknown' : 'stopped' }
  const isAboutMail = step === 'RCPT' || step === 'DATA' || step === 'body'
  if (isTooLarge(answer)) return bounced('Transient', 'MessageTooLarge', statusOf(answer) ?? '5.3.4')
  if (!isAboutMail || accountCodes.includes(code) || isAboutAccount(answer)) return { kind: 'stopped' }
  return code < 500 ? defer(answer) : judgeBounce(step === 'RCPT', statusOf(answer), answer.text)
}

/** Judges a final refusal. @param isRecipient whether it answers the recipient, not the message */
export function judgeBounce(isRecipient: boolean, status: string | undefined, text: string): Verdict & Bounced {
  if (status !== undefined && /^[45]\.2\.2$/.test(status)) return bounced('Transient', 'MailboxFull', status)
  if (status !== undefined && /^[45]\.(?:2\.3|3\.4)$/.test(status))
    return bounced('Transient', 'MessageTooLarge', status)
  if (status?.startsWith('4.')) return bounced('Transient', 'General', status)
  // RFC 3463: the mailbox or its domain does not exist, has moved or is disabled.
  if (status !== undefined && /^5\.(?:1\.(?:[1-46]|10)|2\.1)$/.test(status))
    return bounced('Permanent', 'General', status)
  const isPlain = status === undefined || /^5\.0\.0$|^5\.[15]\.0$/.test(status)
  if (isPlain && !wordsAboutSender.test(text) && wordsAboutMailbox.test(text))
    return bounced('Permanent', 'General', status ?? '5.1.1')
  if (!isRecipient) return bounced('Transient', 'ContentRejected', status ?? '5.6.0')
  return isPlain
    ? bounced('Undetermined', 'Undetermined', status ?? '5.0.0')
    : bounced('Transient', 'General', status ?? '5.0.0')
}

type Bounced = { readonly kind: 'bounced' }

function bounced(type: BounceType, subtype: string, status: string) {
  return { kind: 'bounced', type, subtype, status } as const
}

function defer(answer: Refusal): Verdict {
  const status = statusOf(answer) ?? '4.0.0'
  return { kind: 'deferred', delayType: delayTypes[status] ?? delayTypes[status.slice(0, 3)] ?? 'General', status }
}

/** SES's names, by enhanced status or the beginning of one. */
const delayTypes: Readonly<Record<string, string>> = {
  '4.2.2': 'MailboxFull',
  '4.3': 'RecipientServerError',
  '4.4': 'TransientCommunicationFailure',
}

/** Returns the enhanced status with which a reply begins, or the first one in it (RFC 3463). */
export function findStatus(text: string): string | undefined {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(text)?.[0]
}

function statusOf({ text, code }: Refusal): string | undefined {
  const status = findStatus(text)
  return status?.[0] === String(code)[0] ? status : undefined // some servers answer 550 4.x.x
}

function isTooLarge(answer: Refusal): boolean {
  const status = statusOf(answer)
  if (answer.step === 'RCPT') return false
  return status === undefined ? answer.code === 552 : /^5\.(?:3\.4|2\.3)$/.test(status)
}

/**
 * The relay does not know us, refuses our address, or has had enough mails of ours for now. Many servers put off a refusal of
 * the client or the sender until RCPT. Otherwise, a status about the mailbox outweighs the words.
 */
function isAboutAccount(answer: Refusal): boolean {
  if (delayedRefusal.test(answer.text)) return true
  const status = statusOf(answer) ?? ''
  if (/^[45]\.1\.[78]$/.test(status)) return true // RFC 3463: the sender's address
  return !/^[45]\.[12]\./.test(status) && wordsAboutAccount.test(answer.text)
}

/** How Postfix and Exim begin a refusal of the client or the sender in the answer to RCPT. */
const delayedRefusal =
  /^\d{3}[ -](?:[45]\.\d{1,3}\.\d{1,3} )?(?:<[^>]*>: (?:client host|helo command|sender address) rejected\b|sender verify failed\b|verification failed for <)/i

const wordsAboutAccount = new RegExp(
  [
    String.raw`\brelay(?:ing)?\b.{0,30}\b(?:denied|not (?:permitted|allowed)|prohibited|refused)|\bunable to relay\b|\bnot relay`,
    String.raw`\bauthentication (?:is )?required\b|\bmust (?:be authenticated|authenticate|log ?in)\b|\bstarttls command first\b`,
    String.raw`\brecipient address rejected: access denied\b`,
    String.raw`\b(?:daily|hourly|monthly|sending|sender|user|plan|messages?)\b.{0,30}\b(?:quota|limits?)\b|\brate[ -]?limit|\btoo many (?:messages|mails|e-?mails|recipients|connections)\b`,
  ].join('|'),
  'i',
)

const wordsAboutMailbox =
  /\b(?:unknown|no such|invalid|non-?existent|not? (?:a )?(?:known|valid|found|existing|longer)|(?:does|do)(?: not|n'?t) exist|doesn'?t have|not have an?|disabled|deactivated|no) (?:user|mailbox|account|recipient|address|local|here|available|person)|\b(?:user|mailbox|account|recipient|address)\b.{0,40}\b(?:unknown|not (?:exist|found|known|available|valid|active)|unavailable|doesn'?t exist|does not exist|invalid|disabled|inactive|no longer)/i

/** A sender or a list that is unknown, refused or blocked is not a missing mailbox. */
const wordsAboutSender =
  /\b(?:sender|spam|block(?:ed|list)?|blacklist|policy|reputation|spf|dkim|dmarc|client host|rbl|dnsbl)\b/i
