import { expect, test } from 'vitest'
import { readAccess } from '../../../cli/start/read-access.ts'

const password = 'correct horse battery'
const closed = {
  bind: undefined,
  publicUrl: undefined,
  consoleUrl: undefined,
  consolePassword: undefined,
  trustedProxies: [],
}

test('by default, only this machine reaches the site and the console', () => {
  expect(readAccess({}, {})).toEqual(closed)
  expect(readAccess({ bind: '127.0.0.1' }, { POSTRIDER_BIND: '0.0.0.0' })).toEqual(closed)
  expect(readAccess({ bind: 'localhost', consoleUrl: 'http://localhost:8080' }, {})).toMatchObject({ bind: undefined })
})

test.each([
  [{ bind: '0.0.0.0' }, {}],
  [{ bind: '::' }, {}],
  [{}, { POSTRIDER_BIND: '192.0.2.1' }],
  [{ consoleUrl: 'https://console.example.org' }, {}],
  [{}, { POSTRIDER_CONSOLE_URL: 'https://console.example.org', POSTRIDER_CONSOLE_PASSWORD: '' }],
])('a console that other machines could reach needs a password: %o %o', (options, variables) => {
  expect(() => readAccess(options, variables)).toThrow('Set POSTRIDER_CONSOLE_PASSWORD')
  const access = readAccess(options, { ...variables, POSTRIDER_CONSOLE_PASSWORD: password })
  expect(access.consolePassword).toBe(password)
})

test('the site alone may be public without a password', () => {
  const options = { publicUrl: 'https://news.example.org/', trustedProxies: '127.0.0.1, 10.0.0.0/8' }
  expect(readAccess(options, {})).toEqual({
    ...closed,
    publicUrl: 'https://news.example.org',
    trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
  })
})

test.each([
  [{ bind: 'news.example.org' }, {}, /not an IP address/],
  [{ publicUrl: 'news.example.org' }, {}, /not a URL/],
  [{ publicUrl: 'https://example.org/news' }, {}, /more than a host/],
  [{ trustedProxies: 'caddy' }, {}, /POSTRIDER_TRUSTED_PROXIES: caddy is neither/],
  [{}, { POSTRIDER_CONSOLE_PASSWORD: 'eleven char' }, /12 characters/],
])('a mistake is named: %o %o', (options, variables, message) => {
  expect(() => readAccess(options, variables)).toThrow(message)
})
