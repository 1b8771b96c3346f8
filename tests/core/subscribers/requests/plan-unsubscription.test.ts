import { describe, expect, test } from 'vitest'
import { planUnsubscription } from '../../../../core/subscribers/requests/plan-unsubscription.ts'
import { type Header, parseUnsubscribeMails } from '../../../../core/subscribers/requests/unsubscribe-mail.ts'
import { issueToken, type TokenPurpose } from '../../../../core/subscribers/token.ts'

const secrets = {
  signingKeys: [{ id: 'k1', key: 'ab'.repeat(32) }],
  addressPepper: 'cd'.repeat(32),
} as unknown as Parameters<typeof issueToken>[0] // the rest is not read
const now = new Date('2026-11-30T10:00:00Z')
const sign = (purpose: TokenPurpose, bound?: string) => issueToken(secrets, purpose, 'ab12cd34', now, bound)
const token = sign('unsubscribe', 'daily_12')
const half = Math.floor(token.length / 2)
const [start, end] = [token.slice(0, half), token.slice(half)]
const byToken = { kind: 'token', subscriberId: 'ab12cd34', issueId: 'daily-12' }
const base64 = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

type Changes = {
  readonly subject?: string
  readonly from?: readonly string[]
  readonly headers?: readonly Header[]
  readonly mail?: object
  readonly verdicts?: Readonly<Record<string, string>>
}

/** A mail as SES describes it, from an authentic sender unless changed. */
function decide({ subject = '', from = ['Ada <ada@example.org>'], headers = [], mail = {}, verdicts = {} }: Changes) {
  const all = [
    ...headers,
    ...from.map((value) => ({ name: 'From', value })),
    { name: 'Subject', value: subject },
  ] satisfies Header[]
  const status = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', ...verdicts }
  const receipt = Object.fromEntries(Object.entries(status).map(([name, each]) => [`${name}Verdict`, { status: each }]))
  const described = { messageId: 'm1', source: 'ada@example.org', headersTruncated: false, headers: all, ...mail }
  const [read] = parseUnsubscribeMails({ Records: [{ eventSource: 'aws:ses', ses: { mail: described, receipt } }] })
  return read && planUnsubscription(read, secrets, now)
}

describe('a token in the subject', () => {
  test.each([
    `unsubscribe ${token}`,
    `Re: Fwd: UNSUBSCRIBE ${token}`,
    `AW: Unsubscribe <${token}>.`,
    `unsubscribe%20${token}`,
    `unsubscribe+${token}`,
    `please remove me (${token}), thank you`,
    `=?UTF-8?Q?Re:_unsubscribe_${token.replaceAll('_', '=5F')}?=`,
    base64(`Réf : unsubscribe ${token}`),
    `${base64(`unsubscribe ${start}`)}\r\n ${base64(end)}`,
    `unsubscribe\r\n ${token}`,
    `Re: unsubscribe ${start}\r\n\t${end}`,
    `İlt: unsubscribe ${start} ${end}`,
    `unsubscribe k1.uff..${'A'.repeat(22)} ${token}`,
  ])('is found in %j', (subject) => {
    expect(decide({ subject })).toEqual(byToken)
  })

  test('is enough by itself, whatever else the mail is', () => {
    const verdicts = { spam: 'FAIL', virus: 'FAIL', dmarc: 'FAIL' }
    const headers = [{ name: 'Auto-Submitted', value: 'auto-generated' }]
    const mail = { source: '' }
    const from = ['a@example.org', 'b@example.org']
    expect(decide({ subject: `unsubscribe ${token}`, from, headers, mail, verdicts })).toEqual(byToken)
  })

  test('is also found where SES has decoded it, if the headers are cut', () => {
    const mail = { headers: [], headersTruncated: true, commonHeaders: { subject: `Re: unsubscribe ${token}` } }
    expect(decide({ mail })).toEqual(byToken)
  })

  test.each([sign('preferences', 'daily_12'), `${token.slice(0, -1)}!`, token.replace('ab12', 'ab13')])(
    '%s of another kind, incomplete or forged, is none',
    (other) => {
      expect(decide({ subject: `unsubscribe ${other}` })).toEqual({ kind: 'sender', address: 'ada@example.org' })
    },
  )

  test.each(['a'.repeat(100_000), 'a.'.repeat(50_000), '=?a?q?'.repeat(16_000), `${'"('.repeat(50_000)}`])(
    'a subject of 100 kB is read in part',
    (subject) => {
      expect(decide({ subject, from: [subject] })).toEqual({ kind: 'nobody', reason: 'no single sender' })
    },
  )
})

describe('a mail without a token means its sender', () => {
  test('in From', () => {
    expect(decide({})).toEqual({ kind: 'sender', address: 'ada@example.org' })
  })

  test.each([[[]], [['a@example.org', 'b@example.org']], [['a@example.org, b@example.org']]])(
    'unless From is %j',
    (from) => {
      expect(decide({ from })).toEqual({ kind: 'nobody', reason: 'no single sender' })
    },
  )

  test.each<[string, Changes]>([
    ['an out-of-office answer', { headers: [{ name: 'auto-submitted', value: 'auto-replied (vacation)' }] }],
    ['an answer of an old program', { headers: [{ name: 'Precedence', value: 'auto_reply' }] }],
    ['a bounce', { mail: { source: '<>' } }],
    ['a report', { headers: [{ name: 'Content-Type', value: 'multipart/report; report-type=delivery-status' }] }],
    ['a mail of a list', { headers: [{ name: 'List-Id', value: '<list.example.org>' }] }],
  ])('unless it is %s', (_what, changes) => {
    expect(decide(changes)).toEqual({ kind: 'nobody', reason: 'automatic' })
  })

  test('a person writes “Auto-Submitted: no”', () => {
    expect(decide({ headers: [{ name: 'Auto-Submitted', value: 'no' }] })?.kind).toBe('sender')
  })

  test.each(['spam', 'virus'])('unless SES has found %s', (check) => {
    expect(decide({ verdicts: { [check]: 'FAIL' } })).toEqual({ kind: 'nobody', reason: 'unwanted' })
  })
})

describe('a sender is authentic', () => {
  const gray = { dmarc: 'GRAY', spf: 'FAIL', dkim: 'FAIL' }
  const signedBy = (...domains: readonly string[]) =>
    domains.map((domain) => ({ name: 'DKIM-Signature', value: `v=1; a=rsa-sha256;\r\n d=${domain}; s=s1; h=from` }))
  const cases: readonly [expected: 'sender' | 'nobody', what: string, Changes][] = [
    ['sender', 'if DMARC passes', { verdicts: { ...gray, dmarc: 'PASS' } }],
    ['sender', 'if SPF passes for the domain', { verdicts: { ...gray, spf: 'PASS' } }],
    ['sender', 'if the domain has signed', { verdicts: { ...gray, dkim: 'PASS' }, headers: signedBy('Example.org') }],
    [
      'sender',
      'if cut, with DMARC',
      { mail: { headersTruncated: true, headers: [], commonHeaders: { from: ['a@b.example'] } } },
    ],
    ['nobody', 'not if DMARC fails', { verdicts: { dmarc: 'FAIL' }, headers: signedBy('example.org') }],
    ['nobody', 'not if DMARC was not checked', { verdicts: { dmarc: 'PROCESSING_FAILED' } }],
    [
      'nobody',
      'not if SPF passes for another domain',
      { verdicts: { ...gray, spf: 'PASS' }, mail: { source: 'a@evil.example' } },
    ],
    [
      'nobody',
      'not if another domain has signed',
      { verdicts: { ...gray, dkim: 'PASS' }, headers: signedBy('evil.example') },
    ],
    [
      'nobody',
      'not if one of two signatures is of another domain',
      { verdicts: { ...gray, dkim: 'PASS' }, headers: signedBy('example.org', 'evil.example') },
    ],
    ['nobody', 'not without a signature', { verdicts: { ...gray, dkim: 'PASS' } }],
    [
      'nobody',
      'not if signatures may be cut off',
      { verdicts: { ...gray, dkim: 'PASS' }, headers: signedBy('example.org'), mail: { headersTruncated: 'true' } },
    ],
  ]
  test.each(cases)('%s: %s', (expected, _what, changes) => {
    expect(decide(changes)?.kind).toBe(expected)
  })
})

test('a mail about which SES tells nothing unsubscribes nobody', () => {
  const [mail] = parseUnsubscribeMails({ Records: [{ ses: { mail: { headers: [null, { name: 1 }] }, receipt: {} } }] })
  expect(mail && planUnsubscription(mail, secrets, now)).toEqual({ kind: 'nobody', reason: 'automatic' })
})
