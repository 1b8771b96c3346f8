import { expect, test } from 'vitest'
import { isRefused } from '../../../core/subscribers/refused-address.ts'
import { sampleSite } from '../issues/sample-issue.ts'

const strict = sampleSite({
  addresses: { roles: 'refuse', disposable: 'refuse', refusedDomains: ['rival.example'] },
}).publication

test.each([
  ['ada@example.org', false],
  ['information@example.org', false],
  ['info@example.org', true],
  ['No-Reply+x@example.org', true],
  ['ada@mailinator.com', true],
  ['ada@eu.mailinator.com', true],
  ['ada@notmailinator.com', false],
  ['ada@rival.example', true],
  ['ada@mail.rival.example', true],
  ['ada@arrival.example', false],
])('%s is refused if publication.json says so: %s', (address, refused) => {
  expect(isRefused(address, strict)).toBe(refused)
  expect(isRefused(address, sampleSite().publication)).toBe(false)
})
