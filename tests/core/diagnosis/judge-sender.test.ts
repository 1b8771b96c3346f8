import { describe, expect, test } from 'vitest'
import type { TxtAnswer } from '../../../core/diagnosis/dns/spf.ts'
import { judgeDkim, judgeIdentity, judgeMailFrom } from '../../../core/diagnosis/judge-sender.ts'
import type { DkimAnswer, SenderIdentity } from '../../../core/diagnosis/sender-facts.ts'

const region = 'eu-west-1'
const sender = { address: 'news@example.org', region }
const dkim = { isOn: true, status: 'SUCCESS', selectors: ['aaa'], zone: 'dkim.amazonses.com' }
const identity: SenderIdentity = {
  ...{ name: 'example.org', isVerified: true, dkim },
  mailFrom: { domain: 'bounces.example.org', status: 'SUCCESS' },
}
const found = <Value>(...value: Value[]) => ({ kind: 'found', value }) as const
const missing = { kind: 'missing' } as const
const unreadable = { kind: 'unreadable', reason: 'DNS did not answer (SERVFAIL)' } as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)

describe('the identity', () => {
  test.each([
    [found({ ...identity, isVerified: false }, identity), 'identity.ok'],
    [found({ ...identity, isVerified: false }), 'identity.unverified'],
    [found<SenderIdentity>(), 'identity.missing'],
    [unreadable, 'identity.unchecked'],
  ])('%j is %s', (reading, id) => {
    expect(ids(judgeIdentity(sender, reading))).toEqual([id])
  })
})

describe('DKIM', () => {
  const right: DkimAnswer = { selector: 'aaa', target: found('AAA.dkim.amazonses.com.'), key: found('p=MIGf') }
  const judged = (answer: Partial<DkimAnswer>, changes: Partial<SenderIdentity['dkim']> = {}) =>
    judgeDkim({ ...identity, dkim: { ...dkim, ...changes } }, [{ ...right, ...answer }])

  test.each<[string, Partial<DkimAnswer>, Partial<SenderIdentity['dkim']>]>([
    ['dkim.ok', {}, {}],
    ['dkim.ok', { target: missing }, {}],
    ['dkim.off', {}, { isOn: false }],
    ['dkim.off', {}, { selectors: [] }],
    ['dkim.missing', { target: missing, key: missing }, {}],
    ['dkim.different', { target: found('old.dkim.example.com') }, {}],
    ['dkim.different', { key: found('v=spf1 -all') }, {}],
    ['dkim.revoked', { key: found('v=DKIM1; p=') }, {}],
    ['dkim.pending', {}, { status: 'PENDING' }],
    ['dkim.unchecked', { key: unreadable, target: unreadable }, {}],
    ['dkim.ok', { target: missing, key: found('p=MIGf') }, { zone: undefined }],
  ])('%s: %j %j', (id, answer, changes) => {
    expect(ids(judged(answer, changes))).toEqual([id])
  })

  test('the record to set can be copied', () => {
    expect(judged({ target: missing, key: missing })[0]?.copy).toEqual([
      'aaa._domainkey.example.org. 1800 IN CNAME aaa.dkim.amazonses.com.',
    ])
  })

  test('a hostile record is shown without its control characters', () => {
    expect(judged({ target: found('\u001b[2J.example') })[0]?.text).toContain('"\\u{1b}[2j.example"')
  })
})

describe('the MAIL FROM domain', () => {
  const mx = found('feedback-smtp.eu-west-1.amazonses.com')
  const spf: TxtAnswer = found('v=spf1 include:amazonses.com ~all')
  test.each([
    ['mail-from.ok', mx, spf, 'SUCCESS'],
    ['mail-from.mx', missing, spf, 'SUCCESS'],
    ['mail-from.mx', found('feedback-smtp.us-east-1.amazonses.com'), spf, 'SUCCESS'],
    ['mail-from.several-mx', found('feedback-smtp.eu-west-1.amazonses.com.', 'mx.example.org'), spf, 'SUCCESS'],
    ['mail-from.spf', mx, missing, 'SUCCESS'],
    ['mail-from.spf', mx, found('v=spf1 -all'), 'SUCCESS'],
    ['mail-from.spf', mx, found('v=spf1 include:amazonses.com', 'v=spf1 -all'), 'SUCCESS'],
    ['mail-from.pending', mx, spf, 'PENDING'],
    ['mail-from.unchecked', unreadable, spf, 'SUCCESS'],
  ])('%s: %j %j %s', (id, exchanges, txt, status) => {
    const judged = judgeMailFrom(
      { ...identity, mailFrom: { domain: 'bounces.example.org', status } },
      { exchanges, txt },
      region,
    )
    expect(ids(judged)).toEqual([id])
  })

  test('an identity may have none', () => {
    const { mailFrom: _none, ...bare } = identity
    expect(ids(judgeMailFrom(bare, undefined, region))).toEqual(['mail-from.none'])
  })
})
