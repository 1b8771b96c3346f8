import { expect, test } from 'vitest'
import {
  addIssue,
  addRun,
  type DigestRun,
  findRun,
  lastRegularOf,
  newDigest,
} from '../../../core/schedules/digest-record.ts'

const run = (requestId: string | undefined, number?: number): DigestRun => {
  return { at: '2026-11-21T06:00:00.000Z', outcome: number ? 'composed' : 'nothing-pending', number, requestId }
}

test('only a run that composes an issue increases the number', () => {
  const composed = addRun(newDigest, run('one', 1))
  expect(composed).toEqual({ lastNumber: 1, runs: [run('one', 1)], revision: 1 })
  expect(addRun(composed, run('two'))).toEqual({ lastNumber: 1, runs: [run('two'), run('one', 1)], revision: 2 })
})

test('a run is found by its request after later runs, and the oldest runs are dropped', () => {
  const requests = Array.from({ length: 25 }, (_, n) => `request-${n}`)
  const record = requests.reduce((before, request) => addRun(before, run(request)), newDigest)
  expect(findRun(record, 'request-24')).toEqual(run('request-24'))
  expect(findRun(record, 'request-5')).toEqual(run('request-5'))
  expect(findRun(record, 'request-4')).toBeUndefined()
})

test('a run without a request id is not found', () => {
  expect(findRun(addRun(newDigest, run(undefined)), undefined)).toBeUndefined()
})

test('an issue of one article is no run, and the newest regular issue stays known until the next one', () => {
  const regular = addRun(newDigest, run('one', 1))
  expect([lastRegularOf(newDigest), lastRegularOf(regular)]).toEqual([0, 1])
  const alone = addIssue(addIssue(regular))
  expect(alone).toEqual({ lastNumber: 3, lastRegular: 1, runs: [run('one', 1)], revision: 3 })
  expect(lastRegularOf(addRun(alone, run('two')))).toBe(1)
  expect(addRun(alone, run('two', 4))).toEqual({ lastNumber: 4, runs: [run('two', 4), run('one', 1)], revision: 4 })
})
