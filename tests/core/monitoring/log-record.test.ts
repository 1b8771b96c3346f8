import { expect, test } from 'vitest'
import { composeLogFilter, isAtLeast, readLogLine } from '../../../core/monitoring/log-record.ts'

const at = new Date('2026-11-30T08:00:00.123Z')
const read = (message: object | string) =>
  readLogLine({ at, message: typeof message === 'string' ? message : JSON.stringify(message) }, 'ingest-article')

test("the logger's JSON becomes a level, a message and the fields that differ between lines", () => {
  const common = { service: 'postrider', cold_start: true, function_name: 'X', function_arn: 'a', sampling_rate: 0 }
  expect(
    read({ level: 'WARN', message: 'rejected', ...common, function_request_id: 'r-1', key: 'articles/a.md' }),
  ).toEqual({
    ...{ time: at.toISOString(), lambda: 'ingest-article', level: 'warn', message: 'rejected', requestId: 'r-1' },
    ...{ fields: { key: 'articles/a.md' }, trace: [] },
  })
})

test('an error of the logger is part of the message, with its trace', () => {
  const error = {
    name: 'TypeError',
    message: 'x is undefined',
    stack: 'TypeError: x is undefined\n    at f (index.mjs:1:2)',
  }
  expect(read({ level: 'ERROR', message: 'failed', error })).toMatchObject({
    ...{ level: 'error', message: 'failed: TypeError: x is undefined', trace: ['at f (index.mjs:1:2)'], fields: {} },
  })
  expect(read({ level: 'ERROR', message: 'failed', error: 'odd' })).toMatchObject({ message: 'failed: odd' })
})

test("Lambda's own error record is read", () => {
  const message = {
    errorType: 'Error',
    errorMessage: 'broken',
    stackTrace: ['Error: broken', '    at g (index.mjs:3:4)'],
  }
  expect(read({ timestamp: at.toISOString(), level: 'ERROR', requestId: 'r-2', message })).toMatchObject({
    ...{ level: 'error', message: 'Error: broken', requestId: 'r-2', trace: ['at g (index.mjs:3:4)'] },
  })
})

test('reports of Lambda count only if an invocation failed', () => {
  const report = (type: string, status: string) => read({ time: 'x', type, record: { requestId: 'r-3', status } })
  expect(report('platform.start', 'success')).toBeUndefined()
  expect(report('platform.report', 'success')).toBeUndefined()
  expect(report('platform.report', 'timeout')).toMatchObject({
    ...{ level: 'error', requestId: 'r-3', message: 'The invocation ended with the status timeout.' },
  })
})

test.each([
  ['2026 r-4 Task timed out after 30.00 seconds', 'error'],
  ['Error: no heap', 'error'],
  ['WARN something', 'warn'],
  ['hello\n', 'info'],
  ['"a JSON text"', 'info'],
  ['[1]', 'info'],
])('the text %j has the level %s', (text, level) => {
  expect(read(text)).toMatchObject({ level, message: text.trimEnd(), fields: {} })
})

test('unusual levels have the nearest of ours', () => {
  const levels = ['TRACE', 'DEBUG', 'CRITICAL', 'FATAL', 'odd', undefined].map((level) => read({ level })?.level)
  expect(levels).toEqual(['debug', 'debug', 'error', 'error', 'info', 'info'])
  expect(isAtLeast('warn', 'warn')).toBe(true)
  expect(isAtLeast('info', 'warn')).toBe(false)
})

test('the filter of CloudWatch Logs has the text, or the marks of a level', () => {
  expect(composeLogFilter({ search: 'say "no" \\', level: 'error' })).toBe(String.raw`"say \\\"no\\\" \\\\"`)
  expect(composeLogFilter({ search: '', level: 'info' })).toBe('')
  expect(composeLogFilter({ search: '', level: 'error' })).toContain('?"ERROR" ?"CRITICAL"')
  expect(composeLogFilter({ search: '', level: 'error' })).not.toContain('WARN')
  expect(composeLogFilter({ search: '', level: 'warn' })).toMatch(/ \?"WARN"$/)
})
