import { expect, test } from 'vitest'
import { suggestAddress } from '../../../../core/subscribers/requests/suggest-address.ts'

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
])('the suggestion for %s is %s', (address, suggestion) => {
  expect(suggestAddress(address)).toBe(suggestion)
})
