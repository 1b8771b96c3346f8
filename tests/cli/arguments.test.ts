import { afterEach, expect, test, vi } from 'vitest'
import { readCount, readPort, readSwitch, readUrl } from '../../cli/arguments.ts'

const port = { flag: '--port', variable: 'POSTRIDER_PORT' }
afterEach(() => void vi.unstubAllEnvs())

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
