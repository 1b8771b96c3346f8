import { expect, test } from 'vitest'
import { isRefused } from '../../../core/subscribers/refused-address.ts'
import { suggestAddress } from '../../../core/subscribers/requests/suggest-address.ts'
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
])('%s is refused where publication.json says so: %s', (address, refused) => {
  expect(isRefused(address, strict)).toBe(refused)
  expect(isRefused(address, sampleSite().publication)).toBe(false)
})

test.each([
  ['ada@gmial.com', 'ada@gmail.com'],
  ['ada+news@gmal.com', 'ada+news@gmail.com'],
  ['ada@gmaill.com', 'ada@gmail.com'],
  ['ada@gmail.con', 'ada@gmail.com'],
  ['ada@gmail.co', 'ada@gmail.com'],
  ['ada@hotmial.com', 'ada@hotmail.com'],
  ['ada@outlok.com', 'ada@outlook.com'],
  ['ada@yaho.com', 'ada@yahoo.com'],
  ['ada@company.cmo', 'ada@company.com'],
  ['ada@gmail.com', undefined],
  ['ada@gmx.net', undefined],
  ['ada@gmx.de', undefined],
  ['ada@web.de', undefined],
  ['ada@example.org', undefined],
  ['ada@wep.de', undefined],
  ['ada@mail.com', undefined],
  ['ada@email.com', undefined],
])('%s was probably meant to be %s', (address, suggestion) => {
  expect(suggestAddress(address)).toBe(suggestion)
})
