import { expect, test } from 'vitest'
import { accessLogReader } from '../../../core/audience/access-log.ts'

const fields =
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query'
const line = (agent: string, path = '/feed.xml') =>
  `2026-11-30\t07:00:01\tFRA2-C1\t1234\t192.0.2.7\tGET\td1.cloudfront.net\t${path}\t304\t-\t${agent}\t-`

test('a line is read by the names of its columns', () => {
  const read = accessLogReader()
  expect(read('#Version: 1.0')).toBeUndefined()
  expect(read(fields)).toBeUndefined()
  expect(read(line('newsboat/2.30.1%20(Linux)'))).toEqual({
    ...{ day: '2026-11-30', address: '192.0.2.7', method: 'GET', path: '/feed.xml', status: 304 },
    agent: 'newsboat/2.30.1 (Linux)',
  })
  expect(read(line('a%2520b'))?.agent).toBe('a b')
  expect(read(line('-'))?.agent).toBe('')
  expect(read(line('100%'))?.agent).toBe('100%')
})

test('what is no request is left out', () => {
  const read = accessLogReader()
  expect(read(line('a'))).toBeUndefined() // the columns are not known yet
  read(fields)
  for (const text of ['', 'x', line('a', '*'), 'a\tb\tc']) expect(read(text)).toBeUndefined()
})
