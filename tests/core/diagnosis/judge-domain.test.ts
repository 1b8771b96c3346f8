import { describe, expect, test } from 'vitest'
import type { TxtAnswer } from '../../../core/diagnosis/dns/spf.ts'
import { judgeDmarc, judgeSpf } from '../../../core/diagnosis/judge-domain.ts'
import type { SenderIdentity } from '../../../core/diagnosis/sender-facts.ts'

const found = (...value: string[]): TxtAnswer => ({ kind: 'found', value })
const missing = { kind: 'missing' } as const
const unreadable = { kind: 'unreadable', reason: 'DNS did not answer (SERVFAIL)' } as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)
const walk = (lookups = 1, ...broken: string[]) => ({ lookups, broken, unread: [] })

describe('SPF', () => {
  test.each([
    [['spf.ok'], found('x=y', 'v=spf1 mx ~all'), walk()],
    [['spf.missing'], found('x=y'), undefined],
    [['spf.missing'], missing, undefined],
    [['spf.unchecked'], unreadable, undefined],
    [['spf.several'], found('v=spf1 mx ~all', 'v=spf1 -all'), undefined],
    [['spf.invalid'], found('v=spf1 nonsense -all'), walk(0, 'example.org')],
    [['spf.invalid'], found('v=spf1 include:gone.example -all'), walk(1, 'gone.example')],
    [['spf.lookups', 'spf.pass-all'], found('v=spf1 +all'), walk(11)],
    [['spf.pass-all'], found('v=spf1 all'), walk(0)],
  ])('%j: %j %j', (expected, txt, walked) => {
    expect(ids(judgeSpf('example.org', txt, walked))).toEqual(expected)
  })
})

describe('DMARC', () => {
  const identity: SenderIdentity = {
    ...{ name: 'example.org', isVerified: true },
    dkim: { isOn: true, status: 'SUCCESS', selectors: ['aaa'], zone: 'dkim.amazonses.com' },
    mailFrom: { domain: 'bounces.example.org', status: 'SUCCESS' },
  }
  const rua = 'rua=mailto:dmarc@example.org'
  const judged = (answer: TxtAnswer, changes: Partial<SenderIdentity> = {}, consents = new Map<string, TxtAnswer>()) =>
    judgeDmarc(
      { domain: 'example.org', address: 'news@example.org' },
      { ...identity, ...changes },
      { records: [{ name: '_dmarc.example.org', answer }], consents },
    )

  test.each([
    ['dmarc.ok', found('other', `v=DMARC1; p=none; ${rua}`)],
    ['dmarc.missing', missing],
    ['dmarc.missing', found('v=spf1 -all')],
    ['dmarc.unchecked', unreadable],
    ['dmarc.several', found('v=DMARC1; p=none', 'v=DMARC1; p=reject')],
    ['dmarc.invalid', found('v=DMARC1; p=none; p')],
    ['dmarc.no-reports', found('v=DMARC1; p=reject')],
    ['dmarc.spf-unaligned', found(`v=DMARC1; p=none; aspf=s; ${rua}`)],
  ])('%s: %j', (id, answer) => {
    expect(ids(judged(answer))).toEqual([id])
  })

  test('a mail that is signed for another domain, and returns to one, fails', () => {
    const { mailFrom: _none, ...other } = { ...identity, name: 'press@example.com' }
    const judgment = judgeDmarc({ domain: 'example.org', address: 'news@example.org' }, other, {
      records: [{ name: '_dmarc.example.org', answer: found(`v=DMARC1; p=none; ${rua}`) }],
      consents: new Map(),
    })
    expect(ids(judgment)).toEqual(['dmarc.unaligned'])
  })

  test('without signatures, the domain of bounces is enough', () => {
    expect(ids(judged(found(`v=DMARC1; p=none; ${rua}`), { dkim: { ...identity.dkim, isOn: false } }))).toEqual([
      'dmarc.ok',
    ])
  })

  test('an address for reports elsewhere must consent', () => {
    const answer = found('v=DMARC1; p=none; rua=mailto:x@reports.example')
    const consent = (text: TxtAnswer) => ids(judged(answer, {}, new Map([['x@reports.example', text]])))
    expect(consent(found('v=DMARC1'))).toEqual(['dmarc.ok'])
    expect(consent(missing)).toEqual(['dmarc.reports-refused'])
    expect(consent(unreadable)).toEqual(['dmarc.ok'])
  })

  test('the record of a domain above counts if those below have none', () => {
    const records = [
      { name: '_dmarc.news.example.org', answer: missing },
      { name: '_dmarc.example.org', answer: found(`v=DMARC1; p=quarantine; ${rua}`) },
    ]
    const from = { domain: 'news.example.org', address: 'a@news.example.org' }
    expect(judgeDmarc(from, identity, { records, consents: new Map() })[0]?.text).toContain('"quarantine"')
  })
})
