import { expect, test } from 'vitest'
import {
  type DkimToken,
  mailFromDomain,
  renderZoneLine,
  senderRecords,
  senderZone,
} from '../../../core/mail/dns-records.ts'
import { parsePublication } from '../../../core/publication.ts'

const dkim: readonly [DkimToken, DkimToken, DkimToken] = [
  { name: 'a._domainkey.news.example.org', value: 'a.dkim.amazonses.com' },
  { name: 'b._domainkey.news.example.org', value: 'b.dkim.amazonses.com' },
  { name: 'c._domainkey.news.example.org', value: 'c.dkim.amazonses.com' },
]

function publicationOf(sender: Readonly<Record<string, string>>) {
  return parsePublication(
    JSON.stringify({
      title: 'News',
      description: 'News.',
      siteUrl: 'https://news.example.org',
      tag: 'example.org,2026',
      sender: { name: 'News', ...sender },
      postalAddress: '1 Mail Coach Lane, Bath',
    }),
  )
}

const linesOf = (address: string) =>
  senderRecords(publicationOf({ address }), dkim, 'eu-west-1').map((record) => renderZoneLine(record))

test('the records are lines of a zone file, with absolute names', () => {
  expect(linesOf('post@news.example.org')).toEqual([
    'a._domainkey.news.example.org. 1800 IN CNAME a.dkim.amazonses.com.',
    'b._domainkey.news.example.org. 1800 IN CNAME b.dkim.amazonses.com.',
    'c._domainkey.news.example.org. 1800 IN CNAME c.dkim.amazonses.com.',
    'bounces.news.example.org. 1800 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.',
    'bounces.news.example.org. 1800 IN TXT "v=spf1 include:amazonses.com ~all"',
    '_dmarc.news.example.org. 1800 IN TXT "v=DMARC1; p=none; rua=mailto:post@news.example.org"',
  ])
})

test('the domain is in lower case, however the address is written', () => {
  const publication = publicationOf({ address: 'Post@News.Example.org', mailFrom: 'returns' })
  expect(mailFromDomain(publication)).toBe('returns.news.example.org')
  expect(linesOf('Post@News.Example.org').at(-1)).toBe(
    '_dmarc.news.example.org. 1800 IN TXT "v=DMARC1; p=none; rua=mailto:Post@News.Example.org"',
  )
})

test('a TXT record consists of strings of at most 255 characters', () => {
  const address = `post@${Array.from({ length: 4 }, () => 'a'.repeat(58)).join('.')}.example`
  const value = linesOf(address).at(-1)?.split(' TXT ')[1] ?? ''
  const strings = value.match(/"[^"]*"/g) ?? []
  expect(strings.map((part) => part.length - 2)).toEqual([255, expect.any(Number)])
  expect(strings.map((part) => part.slice(1, -1)).join('')).toBe(`v=DMARC1; p=none; rua=mailto:${address}`)
})

test.each([
  ['post@news.example.org', 'news.example.org', 'Z1'],
  ['post@mail.news.example.org', 'news.example.org', 'Z1'],
  ['post@example.org', 'news.example.org', undefined],
  ['post@fakenews.example.org', 'news.example.org', undefined],
])('of %s, the zone of the site %s is the zone %s', (address, name, zone) => {
  const publication = { ...publicationOf({ address }), domain: { name, hostedZone: 'Z1' } }
  expect(senderZone(publication)).toBe(zone)
})

test('without a zone, there is none for the sender', () => {
  const publication = publicationOf({ address: 'post@news.example.org' })
  expect(senderZone(publication)).toBeUndefined()
  const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/a'
  expect(senderZone({ ...publication, domain: { name: 'news.example.org', certificate } })).toBeUndefined()
})
