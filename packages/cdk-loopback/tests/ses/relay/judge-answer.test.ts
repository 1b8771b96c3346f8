import { expect, test } from 'vitest'
import { judgeAnswer } from '../../../src/ses/relay/judge-answer.ts'
import { type Step, steps } from '../../../src/ses/relay/transport.ts'

function judge(step: Step, text: string): string {
  const code = /^\d{3}/.exec(text)?.[0]
  const verdict = judgeAnswer({ kind: 'refused', step, text, ...(code !== undefined && { code: Number(code) }) })
  if (verdict.kind === 'bounced') return `${verdict.type} ${verdict.subtype} ${verdict.status}`
  return verdict.kind === 'deferred' ? `deferred ${verdict.delayType} ${verdict.status}` : verdict.kind
}

test.each(steps.slice(0, 5))('a refusal at %s is about the account, whatever its code', (step) => {
  for (const reply of ['421 no', '454 4.7.0 later', '535 5.7.8 wrong', '554 5.7.1 no', '550 5.1.1 no user'])
    expect(judge(step, reply)).toBe('stopped')
})

test('without a reply, only the end of a message leaves it open whether it was taken', () => {
  expect(steps.map((step) => judge(step, 'connection lost'))).toEqual([
    ...Array.from({ length: 8 }, () => 'stopped'),
    'unknown',
  ])
})

const recipientReplies: readonly (readonly [reply: string, verdict: string])[] = [
  ['550 5.1.1 <ann@x>: Recipient address rejected: User unknown in local recipient table', 'Permanent General 5.1.1'],
  ['550-5.1.1 The email account that you tried to reach does not exist. Please try', 'Permanent General 5.1.1'],
  ['550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found', 'Permanent General 5.1.10'],
  ['550 5.2.1 The email account that you tried to reach is disabled.', 'Permanent General 5.2.1'],
  ['550 5.1.2 Host unknown', 'Permanent General 5.1.2'],
  ['550 No such user here', 'Permanent General 5.1.1'],
  ['550 Unknown user', 'Permanent General 5.1.1'],
  ['553 5.3.0 <ann@x>... User unknown', 'Transient General 5.3.0'],
  ['550 Requested action not taken: mailbox unavailable', 'Permanent General 5.1.1'],
  ['550 Administrative prohibition', 'Undetermined Undetermined 5.0.0'],
  ['550 5.0.0 rejected', 'Undetermined Undetermined 5.0.0'],
  ['550 5.7.1 Service unavailable; client host blocked using Spamhaus', 'Transient General 5.7.1'],
  ['550 5.7.515 Access denied, sending domain does not meet the required authentication', 'Transient General 5.7.515'],
  ['550 sender unknown, see our policy', 'Undetermined Undetermined 5.0.0'],
  ['552 5.2.2 Mailbox full: over the quota limit of the user', 'Transient MailboxFull 5.2.2'],
  ['450 4.2.0 <ann@x>: Greylisted, see http://postgrey', 'deferred General 4.2.0'],
  ['451 try later', 'deferred General 4.0.0'],
  ['452 4.2.2 over quota', 'deferred MailboxFull 4.2.2'],
  ['451 4.4.1 no answer from host', 'deferred TransientCommunicationFailure 4.4.1'],
  ['450 4.3.2 system not accepting', 'deferred RecipientServerError 4.3.2'],
  ['554 5.7.1 <ann@x>: Relay access denied', 'stopped'],
  ['550 relay not permitted', 'stopped'],
  ['530 5.7.0 Authentication required', 'stopped'],
  ['550 5.7.1 Authentication is required', 'stopped'],
  ['421 4.7.0 Try again later, closing connection', 'stopped'],
  ['451 4.7.1 Rate limit exceeded', 'stopped'],
  // Postfix and Exim put off these refusals until RCPT.
  ['554 5.7.1 <mail[192.0.2.1]>: Client host rejected: Access denied', 'stopped'],
  ['553 5.7.1 <news@x>: Sender address rejected: not owned by user me', 'stopped'],
  ['550 5.1.0 <news@x>: Sender address rejected: User unknown in virtual mailbox table', 'stopped'],
  ['450 4.1.8 <news@x>: Sender address rejected: Domain not found', 'stopped'],
  ['504 5.5.2 <me>: Helo command rejected: need fully-qualified hostname', 'stopped'],
  ['554 5.7.1 <ann@x>: Recipient address rejected: Access denied', 'stopped'],
  ['550-Verification failed for <news@x>\n550-Unrouteable address\n550 Sender verify failed', 'stopped'],
  ['550 5.1.8 Bad sender', 'stopped'],
  ['450 4.7.1 Error: too many recipients from 192.0.2.1', 'stopped'],
  ['550 5.1.1 <ann@x>: Recipient address rejected: undeliverable: Sender address rejected', 'Permanent General 5.1.1'],
  ['450 4.2.1 The user you are trying to contact is receiving mail at a rate limit', 'deferred General 4.2.1'],
]

test.each(recipientReplies)('at RCPT, %s', (reply, verdict) => {
  expect(judge('RCPT', reply)).toBe(verdict)
})

const messageReplies: readonly (readonly [reply: string, verdict: string])[] = [
  ['550 5.7.1 Message rejected due to content restrictions', 'Transient ContentRejected 5.7.1'],
  ['554 Transaction failed', 'Transient ContentRejected 5.6.0'],
  ['554 5.6.0 no', 'Transient ContentRejected 5.6.0'],
  ['550 5.1.1 user unknown', 'Permanent General 5.1.1'],
  ['552 5.3.4 Message too big for system', 'Transient MessageTooLarge 5.3.4'],
  ['552 too large', 'Transient MessageTooLarge 5.3.4'],
  ['550 5.4.5 Daily user sending limit exceeded.', 'stopped'],
  ['451 4.3.0 temporary failure', 'deferred RecipientServerError 4.3.0'],
]

test.each(messageReplies)('after the message, %s', (reply, verdict) => {
  expect(judge('body', reply)).toBe(verdict)
})

test('a refused sender stops the relay, and a mail that is too large does not', () => {
  expect(judge('MAIL', '553 5.7.1 Sender address rejected: not owned by user')).toBe('stopped')
  expect(judge('MAIL', '451 4.3.0 later')).toBe('stopped')
  expect(judge('MAIL', '552 5.3.4 Message size exceeds fixed limit')).toBe('Transient MessageTooLarge 5.3.4')
})
