import { composeBounce, composeDelay, composeDelivery, type Result } from '../event.ts'
import type { Verdict } from './judge-answer.ts'
import { retryTime } from './retry.ts'
import type { Answer } from './transport.ts'

type Context = {
  readonly relay: string
  readonly now: Date
  /** Whether a deferred mail is no longer tried. */
  readonly isExpired: boolean
}

/** Characters of a reply that an event repeats. */
const longestReply = 1000

/** Composes the event, without its mail, of a relay's answer about a recipient. It must be one about the mail. */
export function composeRelayed(
  recipient: string,
  answer: Answer,
  verdict: Verdict,
  { relay, now, isExpired }: Context,
): Result {
  const reply = answer.text.replaceAll(/\s+/g, ' ').slice(0, longestReply)
  const why = { diagnosticCode: `smtp; ${reply}`, reportingMTA: `dns; ${relay}` }
  if (verdict.kind === 'bounced') {
    const { type, subtype, status } = verdict
    return composeBounce([recipient], now, { ...why, bounceType: type, bounceSubType: subtype, status })
  }
  if (verdict.kind !== 'deferred')
    return composeDelivery([recipient], now, { smtpResponse: reply, reportingMTA: relay })
  const { delayType, status } = verdict
  if (!isExpired) {
    const expirationTime = new Date(now.getTime() + retryTime)
    return composeDelay([recipient], now, { ...why, delayType, status, expirationTime })
  }
  const bounceSubType = delayType === 'MailboxFull' ? 'MailboxFull' : 'General'
  return composeBounce([recipient], now, { ...why, bounceType: 'Transient', bounceSubType, status })
}
