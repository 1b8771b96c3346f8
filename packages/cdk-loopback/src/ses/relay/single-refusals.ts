import { findStatus, type Verdict } from './judge-answer.ts'
import type { Answer, Refusal } from './transport.ts'

/** Attempts before a mail is given up whose refusals sounded like those of the account. */
const leastAttempts = 10

/**
 * Finds refusals that sound as if the relay took no mail of the account, although it takes others: they are about one mail, and
 * must not hold up the others. The first refusal of a mail counts as one of the account. So do those of several mails in a
 * row, because the account may have reached a limit.
 */
export function createRefusalCheck() {
  let accepted = 0
  /** Mails accepted before the first refusal of a mail, by the mail's number in the queue. */
  const refused = new Map<number, number>()
  /** Mails refused since one was accepted. */
  const inRow = new Set<number>()
  return (seq: number, answer: Answer, verdict: Verdict) => {
    if (answer.kind === 'accepted') {
      accepted += 1
      inRow.clear()
    }
    if (answer.kind === 'accepted' || verdict.kind !== 'stopped' || !mayConcernMail(answer)) {
      refused.delete(seq)
      return { verdict, isAccount: verdict.kind === 'stopped' }
    }
    const before = refused.get(seq) ?? accepted
    refused.set(seq, before)
    inRow.add(seq)
    if (before === accepted) return { verdict, isAccount: true }
    const status = findStatus(answer.text) ?? '4.0.0'
    const single: Verdict = { kind: 'deferred', delayType: 'General', status, leastAttempts }
    return { verdict: single, isAccount: inRow.size > 1 }
  }
}

/** Steps that name the mail. The reply 421 ends the connection at any step (RFC 5321 §3.8), so it is about the account. */
function mayConcernMail({ step, code }: Refusal): boolean {
  return code !== 421 && ['MAIL', 'RCPT', 'DATA', 'body'].includes(step)
}
