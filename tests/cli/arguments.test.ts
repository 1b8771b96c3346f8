import { afterEach, expect, test, vi } from 'vitest'
import {
  readAddress,
  readAnyDigest,
  readCount,
  readDigest,
  readIssueNumber,
  readPort,
  readSwitch,
  readUrl,
} from '../../cli/arguments.ts'
import { sampleSite } from '../core/issues/sample-issue.ts'

const stack = { site: sampleSite() }
const port = { flag: '--port', variable: 'POSTRIDER_PORT' }
afterEach(() => void vi.unstubAllEnvs())

test('a digest that publication.json does not have is refused', () => {
  expect(readDigest('daily', stack)).toBe('daily')
  for (const name of ['hourly', 'constructor', '']) {
    expect(() => readDigest(name, stack)).toThrow(`There is no digest named ${name}. publication.json has: daily`)
  }
})

test.each([
  ['Daily', 'daily'],
  ['dialy', 'daily'],
])('the digest %s is refused with the nearest name', (name, nearest) => {
  expect(() => readDigest(name, stack)).toThrow(`There is no digest named ${name}. Did you mean ${nearest}?`)
})

test('issues of a digest that was removed from publication.json can still be read', async () => {
  const issues = { listDigests: async () => ['daily', 'the-week'] }
  expect(await readAnyDigest('the-week', { ...stack, issues })).toBe('the-week')
  await expect(readAnyDigest('The-Weak', { ...stack, issues })).rejects.toThrow('Did you mean the-week?')
  await expect(readAnyDigest('hourly', { ...stack, issues })).rejects.toThrow('There is no digest named hourly. publi')
})

test.each(['0', '01', '-1', '1.5', '1e3', 'x', '1234567890'])('%s is not the number of an issue', (text) => {
  expect(() => readIssueNumber(text)).toThrow('not the number of an issue')
})

test('an address is normalized', () => {
  expect(readAddress(' Ada@EXAMPLE.org ')).toBe('Ada@example.org')
  expect(() => readAddress('ada at home')).toThrow('not an e-mail address')
})

test('a port comes from the option, then from the variable, then from the default', () => {
  expect(readPort(undefined, port, 4000)).toBe(4000)
  vi.stubEnv('POSTRIDER_PORT', '8080')
  expect(readPort(undefined, port, 4000)).toBe(8080)
  expect(readPort('0', port, 4000)).toBe(0)
})

test.each(['65536', '-1', '80a', '1e3'])('%s is not a port', (text) => {
  expect(() => readPort(text, port, 4000)).toThrow('--port (or POSTRIDER_PORT) takes 0 to 65535')
})

test('a switch comes from the option, then from the variable, and is off by default', () => {
  expect(readSwitch(undefined, 'POSTRIDER_SES_SANDBOX')).toBe(false)
  for (const [text, value] of Object.entries({ true: true, 1: true, False: false, 0: false })) {
    vi.stubEnv('POSTRIDER_SES_SANDBOX', text)
    expect(readSwitch(undefined, 'POSTRIDER_SES_SANDBOX')).toBe(value)
    expect(readSwitch(true, 'POSTRIDER_SES_SANDBOX')).toBe(true)
  }
  vi.stubEnv('POSTRIDER_SES_SANDBOX', 'yes please')
  expect(() => readSwitch(undefined, 'POSTRIDER_SES_SANDBOX')).toThrow('Set it to true or false')
})

test('a count must be a whole number of at least 1', () => {
  expect(readCount('50', '--limit')).toBe(50)
  for (const text of ['0', '-5', 'all', '1.5']) expect(() => readCount(text, '--limit')).toThrow('--limit takes')
})

test('a URL is one of the web', () => {
  expect(readUrl('http://127.0.0.1:8080/events', '--events-url')).toBe('http://127.0.0.1:8080/events')
  for (const text of ['127.0.0.1:8080', 'file:///etc/hosts', 'localhost', ''])
    expect(() => readUrl(text, '--events-url')).toThrow('--events-url takes one that begins with http:// or https://.')
})
