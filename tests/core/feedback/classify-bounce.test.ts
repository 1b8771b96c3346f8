import { expect, test } from 'vitest'
import { classifyBounce } from '../../../core/feedback/classify-bounce.ts'
import { parseFeedback } from '../../../core/feedback/parse-feedback.ts'
import { bounce } from './sample-event.ts'

function meaningOf(type: string, subtype: string | null, status?: string | null, diagnosticCode?: string | null) {
  const recipient = { emailAddress: 'ada@example.org', action: 'failed', status, diagnosticCode }
  const feedback = parseFeedback(JSON.stringify(bounce(type, subtype as string, [recipient]))) // `null` as SES may send it
  if (feedback?.kind !== 'bounce') throw new Error('the bounce was not read')
  return classifyBounce(feedback)
}

test.each([
  ['General', '5.1.1', 'smtp; 550 5.1.1 The email account that you tried to reach does not exist.'],
  ['General', '5.1.10', 'smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  ['General', '5.2.1', 'smtp; 550 5.2.1 The email account that you tried to reach is disabled.'],
  ['General', '5.1.1', 'smtp; 550 5.1.1 user unknown, see our policy on spam and blocklists'],
  ['General', '5.5.0', 'smtp; 550 5.5.0 Requested action not taken: mailbox unavailable'],
  ['General', '5.0.0', 'smtp; 550 No such user here'],
  ['General', '5.4.1', 'smtp; 550 5.4.1 Recipient address rejected: Access denied.'],
  ['NoEmail', undefined, undefined],
  [
    'Suppressed',
    undefined,
    'Amazon SES has suppressed sending to this address because it has a recent history of bouncing',
  ],
  [null, null, null],
])('a permanent bounce (%s %s %s) is about the mailbox', (subtype, status, diagnosticCode) => {
  expect(meaningOf('Permanent', subtype, status, diagnosticCode)).toBe('mailbox')
})

test.each([
  [
    '5.7.515',
    'smtp; 550 5.7.515 Access denied, sending domain example.org does not meet the required authentication level.',
  ],
  ['5.7.1', 'smtp; 550 5.7.1 Message rejected as spam by Content Filtering.'],
  ['5.7.26', 'smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated.'],
  ['4.7.0', 'smtp; 421 4.7.0 [192.0.2.7] Our system has detected an unusual rate of unsolicited mail.'],
  ['4.7.32', null],
  ['5.0.0', 'smtp; 550 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using Spamhaus.'],
  ['5.0.0', 'smtp; 554 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org'],
  [
    '5.0.0',
    'smtp; 550 SC-001 (COL004) Unfortunately, messages from 192.0.2.7 were not sent. Your IP is on our block list.',
  ],
  [
    '4.0.0',
    'smtp; 421 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints',
  ],
  [undefined, 'smtp; 554 5.7.9 Message not accepted for policy reasons.'],
  [undefined, 'smtp; 550 AUP#1234 Inbound mail refused'],
  [undefined, 'smtp; 450 too many messages, slow down'],
  [undefined, 'smtp; 550 The message failed the DMARC evaluation'],
  ['5.3.0', 'smtp; 552 The low reputation of the sending domain'],
  ['5.1.8', 'smtp; 501 5.1.8 Sender address rejected: Domain not found'],
])('a bounce with status %s and "%s" is about the sender, permanent or not', (status, diagnosticCode) => {
  expect(meaningOf('Permanent', 'General', status, diagnosticCode)).toBe('sender')
  expect(meaningOf('Transient', 'General', status, diagnosticCode)).toBe('sender')
})

test.each([
  ['Transient', 'MailboxFull', undefined, undefined],
  ['Transient', 'MailboxFull', '4.2.2', 'smtp; 452 4.2.2 The email account that you tried to reach is over quota.'],
  ['Transient', 'General', '4.4.7', 'smtp; 550 4.4.7 Message expired: unable to deliver in 840 minutes.'],
  ['Undetermined', 'Undetermined', undefined, undefined],
  ['Undetermined', 'Undetermined', null, null],
  ['Transient', 'SomethingNew', undefined, undefined],
])('%s/%s with status %s is about a mailbox that is out of order', (type, subtype, status, diagnosticCode) => {
  expect(meaningOf(type, subtype, status, diagnosticCode)).toBe('mailboxForNow')
})

test.each([
  ['Transient', 'General', 'reply'],
  ['Transient', 'MessageTooLarge', 'mail'],
  ['Transient', 'CustomTimeoutExceeded', 'mail'],
  ['Transient', 'ContentRejected', 'sender'],
  ['Transient', 'AttachmentRejected', 'sender'],
  ['Permanent', 'OnAccountSuppressionList', 'listed'],
])('%s/%s without a status is about: %s', (type, subtype, meaning) => {
  expect(meaningOf(type, subtype)).toBe(meaning)
})

test('a very long diagnostic text is searched in little time', () => {
  const text = `smtp; 550 ${'policy blocked your ip sender '.repeat(40_000)}`
  expect(['sender', 'mailbox']).toContain(meaningOf('Permanent', 'General', undefined, text))
})
