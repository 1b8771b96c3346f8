import { expect, test } from 'vitest'
import { plannedRecords } from '../../../core/deployment/zone-records.ts'
import { parsePublication } from '../../../core/publication.ts'

const planned = (domain: object | undefined, sender: object = {}) =>
  plannedRecords(
    parsePublication(
      JSON.stringify({
        ...{ title: 'News', description: 'News.', tag: 'news.org,2026', postalAddress: 'Bath', domain },
        sender: { name: 'News', address: 'news@news.org', ...sender },
      }),
    ),
  ).map(({ name, type }) => `${name} ${type}`)

const zone = { name: 'news.org', hostedZone: 'Z1' }
const site = ['news.org A', 'news.org AAAA', 'news.org HTTPS']

test('without a zone, the stack sets no records', () => {
  expect(planned(undefined)).toEqual([])
})

test('the stack sets the records of the site, and those of a sender in the same zone', () => {
  expect(planned(zone)).toEqual([...site, 'bounces.news.org MX', 'bounces.news.org TXT'])
  expect(planned(zone, { identity: 'exists' })).toEqual(site)
  expect(planned(zone, { address: 'news@other.org' })).toEqual(site)
})
