import { expect, test } from 'vitest'
import type { SenderIdentity } from '../../../core/diagnosis/sender-facts.ts'
import { openDns } from '../../../operations/doctor/dns.ts'
import { readDkim, readDmarc, readMailFrom, readSpf } from '../../../operations/doctor/read-domain.ts'
import { startDnsServer, type Zone } from './dns-server.ts'

async function open(zone: Zone) {
  const { server, asked } = await startDnsServer(zone)
  return { dns: openDns({ server, timeout: 100 }), asked }
}

test('references of SPF records are followed, each once', async () => {
  const { dns, asked } = await open({
    'TXT example.org': ['v=spf1 include:a.example include:b.example -all'],
    'TXT a.example': ['v=spf1 include:b.example mx -all'],
    'TXT b.example': ['v=spf1 redirect=gone.example'],
  })
  const { walk } = await readSpf('example.org', dns)
  expect(walk).toEqual({ lookups: 6, unread: [], broken: ['gone.example'] })
  expect(asked.toSorted()).toEqual(['TXT a.example', 'TXT b.example', 'TXT example.org', 'TXT gone.example'])
})

test('a record that refers to ever more domains is not followed for ever', async () => {
  const many = (from: number) => Array.from({ length: 9 }, (_, n) => `include:d${from + n}.example`).join(' ')
  const zone = Array.from({ length: 200 }, (_, n) => [`TXT d${n}.example`, [`v=spf1 ${many(n * 9 + 1)} -all`]] as const)
  const { dns, asked } = await open({ ...Object.fromEntries(zone), 'TXT example.org': [`v=spf1 ${many(0)} -all`] })
  const { walk } = await readSpf('example.org', dns)
  expect(walk?.lookups).toBe(30)
  expect(asked.length).toBeLessThanOrEqual(40)
})

test('several records are not followed', async () => {
  const { dns, asked } = await open({ 'TXT example.org': ['v=spf1 include:a.example', 'v=spf1 -all'] })
  expect((await readSpf('example.org', dns)).walk).toBeUndefined()
  expect(asked).toEqual(['TXT example.org'])
})

test('DMARC is looked for at the domain and above it, with the consent of other domains to reports', async () => {
  const { dns } = await open({
    'TXT _dmarc.example.org': [
      'v=DMARC1; p=none; rua=mailto:a@example.org,mailto:b@reports.example,mailto:c@no.example',
    ],
    'TXT example.org._report._dmarc.reports.example': ['v=DMARC1'],
  })
  const { records, consents } = await readDmarc('news.example.org', dns)
  expect(records.map(({ name, answer }) => [name, answer.kind])).toEqual([
    ['_dmarc.news.example.org', 'missing'],
    ['_dmarc.example.org', 'found'],
  ])
  expect([...consents].map(([address, { kind }]) => [address, kind])).toEqual([
    ['b@reports.example', 'found'],
    ['c@no.example', 'missing'],
  ])
})

test('DKIM keys and the MAIL FROM domain are read', async () => {
  const { dns } = await open({
    'CNAME s1._domainkey.example.org': ['s1.dkim.amazonses.com'],
    'TXT s1._domainkey.example.org': ['p=MIGf'],
    'MX bounces.example.org': ['10 feedback-smtp.eu-west-1.amazonses.com'],
  })
  const identity: SenderIdentity = {
    ...{ name: 'example.org', isVerified: true, mailFrom: { domain: 'bounces.example.org', status: 'SUCCESS' } },
    dkim: { isOn: true, status: 'SUCCESS', selectors: ['s1', 's2'], zone: 'dkim.amazonses.com' },
  }
  expect(await readDkim(identity, dns)).toEqual([
    {
      selector: 's1',
      target: { kind: 'found', value: ['s1.dkim.amazonses.com'] },
      key: { kind: 'found', value: ['p=MIGf'] },
    },
    { selector: 's2', target: { kind: 'missing' }, key: { kind: 'missing' } },
  ])
  expect(await readMailFrom(identity, dns)).toEqual({
    exchanges: { kind: 'found', value: ['feedback-smtp.eu-west-1.amazonses.com'] },
    txt: { kind: 'missing' },
  })
})
