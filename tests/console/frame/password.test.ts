import { expect, test } from 'vitest'
import { createPasswordCheck } from '../../../console/frame/password.ts'

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
const minute = 60_000
const wrong = basic('operator', 'wrong')

test('the password is accepted with any user name, and with characters of any script', () => {
  const check = createPasswordCheck('pass:wörd 漢字')
  for (const user of ['', 'operator']) expect(check(basic(user, 'pass:wörd 漢字'), 'a', 0)).toEqual({ kind: 'right' })
})

test.each([
  ['Basic', 'wrong'],
  [basic('operator', ''), 'wrong'],
  [basic('operator', 'secret-passwor'), 'wrong'],
  [basic('operator', 'secret-passwordx'), 'wrong'],
  [`Basic ${Buffer.from('secret-password').toString('base64')}`, 'wrong'],
  ['Bearer secret-password', 'wrong'],
  [undefined, 'missing'],
])('%s is refused', (header, kind) => {
  expect(createPasswordCheck('secret-password')(header, 'a', 0)).toEqual({ kind })
})

test('after ten wrong passwords, an address waits for ten minutes, and nobody else does', () => {
  const check = createPasswordCheck('secret-password')
  const right = basic('operator', 'secret-password')
  for (let guess = 0; guess < 10; guess++) expect(check(wrong, '192.0.2.1', guess).kind).toBe('wrong')
  expect(check(right, '192.0.2.1', minute)).toEqual({ kind: 'too-many', seconds: 540 })
  expect(check(right, '192.0.2.2', minute).kind).toBe('right')
  expect(check(right, '192.0.2.1', 11 * minute).kind).toBe('right')
})

test('a request without a password is no guess', () => {
  const check = createPasswordCheck('secret-password')
  for (let n = 0; n < 20; n++) expect(check(undefined, 'a', n).kind).toBe('missing')
  expect(check(wrong, 'a', 30).kind).toBe('wrong')
})

test('all addresses of an IPv6 network count as one', () => {
  const check = createPasswordCheck('secret-password')
  for (let n = 0; n < 10; n++) check(wrong, `2001:db8:1:2::${n}`, n)
  expect(check(wrong, '2001:db8:1:2:a:b:c:d', 20).kind).toBe('too-many')
  expect(check(wrong, '2001:db8:1:3::1', 20).kind).toBe('wrong')
})

test('the memory for addresses is limited', () => {
  const check = createPasswordCheck('secret-password')
  for (let n = 0; n < 10; n++) check(wrong, 'first', n)
  for (let n = 0; n < 10_000; n++) check(wrong, `other-${n}`, 20)
  expect(check(wrong, 'first', 30).kind).toBe('wrong') // forgotten
})
