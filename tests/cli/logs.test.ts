import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { describeRecord } from '../../cli/logs.ts'
import type { LogRecord } from '../../core/monitoring/log-record.ts'

const record: LogRecord = {
  ...{ time: '2026-11-30T08:00:00.123Z', lambda: 'ingest-article', level: 'error', message: 'failed: Error: x' },
  ...{
    requestId: 'r-1',
    fields: { key: 'articles/a.md', count: 2, place: { step: 'static' } },
    trace: ['at f (a.mjs:1:2)'],
  },
}
const describe = (change: Partial<LogRecord> = {}) =>
  describeRecord({ ...record, ...change }, 16).map(stripVTControlCharacters)

test('a record is a line with its ids, and the trace of an error below', () => {
  expect(describe()).toEqual([
    '2026-11-30T08:00:00.123Z  ingest-article    error  failed: Error: x  key=articles/a.md count=2 place={"step":"static"} request=r-1',
    '    at f (a.mjs:1:2)',
  ])
})

test('what others wrote cannot control the terminal', () => {
  const [line] = describeRecord(
    { ...record, message: 'a\u001b[2Jb\rc\u202ed', fields: { key: 'x\ny\u009b1m' }, trace: [] },
    0,
  )
  expect(stripVTControlCharacters(line ?? '')).toContain('ab cd')
  expect(line).not.toMatch(/[\r\n\u009b\u202e]/)
})
