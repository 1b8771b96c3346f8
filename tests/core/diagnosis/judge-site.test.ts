import { describe, expect, test } from 'vitest'
import {
  judgeAddress,
  judgeAlias,
  judgeCertificate,
  judgeFeeds,
  judgeRobots,
  judgeSite,
  type PageAnswer,
} from '../../../core/diagnosis/judge-site.ts'

const site = 'https://news.example.org'
const found = <Value>(value: Value) => ({ kind: 'found', value }) as const
const missing = { kind: 'missing' } as const
const unreadable = { kind: 'unreadable', reason: 'there was no answer within 10 seconds' } as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)
const rss: PageAnswer = {
  ...{
    status: 200,
    type: 'application/rss+xml; charset=utf-8',
    etag: '"1"',
    lastModified: 'Mon, 30 Nov 2026',
    again: 304,
  },
  ...{ isCloudFront: true, body: `<rss><channel><atom:link href="${site}/feed.xml" rel="self" type="x"/>` },
}

test.each([
  ['site.ok', found(rss)],
  ['site.error', found({ ...rss, status: 403 })],
  ['site.unreachable', unreadable],
])('%s', (id, answer) => {
  expect(ids(judgeSite(site, answer))).toEqual([id])
})

describe('feeds', () => {
  test.each<[string[], object]>([
    [['feeds.ok'], {}],
    [['feeds.broken'], { status: 500 }],
    [['feeds.type'], { type: 'text/xml' }],
    [['feeds.validators'], { etag: undefined }],
    [['feeds.validators'], { again: 200 }],
    [['feeds.address'], { body: rss.body.replace('news.', 'old.') }],
    [['feeds.address'], { body: '<rss>' }],
  ])('%j: %j', (expected, changes) => {
    expect(ids(judgeFeeds(site, [{ path: '/feed.xml', answer: found({ ...rss, ...changes }) }]))).toEqual(expected)
  })

  test('a feed that does not answer is broken', () => {
    expect(ids(judgeFeeds(site, [{ path: '/feed.xml', answer: unreadable }]))).toEqual(['feeds.broken'])
  })

  test('Atom and JSON Feed give their address in their own way', () => {
    const atom = { ...rss, type: 'application/atom+xml', body: `<feed><link rel='self' href='${site}/atom.xml'/>` }
    const json = {
      ...rss,
      type: 'application/feed+json',
      body: `{"feed_url": "https:\\/\\/news.example.org/feed.json"}`,
    }
    const feeds = [
      { path: '/atom.xml', answer: found(atom) },
      { path: '/feed.json', answer: found(json) },
    ] as const
    expect(ids(judgeFeeds(site, feeds))).toEqual(['feeds.ok'])
  })
})

test('robots.txt may not forbid everything', () => {
  const robots = (body: string, status = 200) => ids(judgeRobots(site, found({ ...rss, body, status })))
  expect(robots('User-agent: *\nDisallow: /')).toEqual(['robots.blocked'])
  expect(robots('User-agent: *\nDisallow: /', 404)).toEqual(['robots.ok'])
  expect(robots('User-agent: *\nAllow: /')).toEqual(['robots.ok'])
})

test('the address of the stack is that of publication.json, if it has one', () => {
  expect(ids(judgeAddress(undefined, site))).toEqual(['address.ok'])
  expect(ids(judgeAddress(site, site))).toEqual(['address.ok'])
  expect(ids(judgeAddress('https://www.example.org', site))).toEqual(['address.different'])
})

describe('the certificate', () => {
  const now = new Date('2026-11-30T12:00:00Z')
  const shown = (expires: string, error?: string) => found({ expires, error })
  test.each([
    ['certificate.unchecked', undefined, undefined],
    ['certificate.ok', shown('2027-05-01T00:00:00Z'), undefined],
    ['certificate.ok', shown('2027-05-01T00:00:00Z'), found({ status: 'ISSUED', renewal: undefined })],
    [
      'certificate.unrenewed',
      shown('2027-05-01T00:00:00Z'),
      found({ status: 'ISSUED', renewal: 'PENDING_VALIDATION' }),
    ],
    ['certificate.expiring', shown('2026-12-10T00:00:00Z'), undefined],
    ['certificate.invalid', shown('2026-11-01T00:00:00Z'), undefined],
    ['certificate.invalid', shown('2027-05-01T00:00:00Z', 'ERR_TLS_CERT_ALTNAME_INVALID'), undefined],
    ['certificate.unchecked', unreadable, undefined],
  ])('%s: %j %j', (id, certificate, issued) => {
    expect(ids(judgeCertificate('news.example.org', certificate, issued, now))).toEqual([id])
  })
})

describe('the domain', () => {
  const facts = {
    ...{ host: 'news.example.org', target: 'd1.cloudfront.net', isCloudFront: false },
    ...{ cname: missing, addresses: found(['192.0.2.1']), targetAddresses: found(['192.0.2.1', '192.0.2.2']) },
  }
  test.each([
    ['alias.ok', { cname: found(['D1.cloudfront.net.']) }],
    ['alias.ok', {}],
    ['alias.ok', { host: 'd1.cloudfront.net' }],
    ['alias.ok', { addresses: found(['198.51.100.1']), isCloudFront: true }],
    ['alias.elsewhere', { addresses: found(['198.51.100.1']) }],
    ['alias.missing', { addresses: missing }],
    ['alias.unchecked', { addresses: unreadable }],
  ])('%s: %j', (id, changes) => {
    expect(ids(judgeAlias({ ...facts, ...changes }))).toEqual([id])
  })
})
