import { expect, test } from 'vitest'
import type { Failure } from '../../../core/read-failure.ts'
import { describeRedrive, describeRetry } from '../../../operations/failures/describe-redrive.ts'

const failure = (source: string | undefined, retry: Failure['retry']): Failure => ({ source, error: undefined, retry })
const send = failure('ingest', { kind: 'send', body: '{}' })
const drop = failure('check', { kind: 'drop' })

test('what was done is described by source', () => {
  expect(describeRedrive([send, send, drop])).toEqual([
    'ingest: 2 messages retried.',
    'check: 1 message removed. The next run of the schedule does their work.',
  ])
  expect(describeRedrive([failure('announce', { kind: 'drop' })])[0]).toMatch(/Their changes stay unannounced\.$/)
  expect(describeRedrive([])).toEqual(['Nothing to retry.'])
})

test('what a retry would do is described before it is done', () => {
  expect(describeRetry([send, drop, failure(undefined, undefined)])).toEqual([
    'ingest: 1 message will be processed again.',
    'check: 1 message will be removed. The next run of the schedule does their work.',
    'unknown: 1 message will be kept: nobody can read or place it.',
  ])
})
