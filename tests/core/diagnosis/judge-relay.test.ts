import { expect, test } from 'vitest'
import { judgeRelay, type RelayState } from '../../../core/diagnosis/judge-relay.ts'

const now = new Date('2026-03-01T09:00:00Z')
const state: RelayState = { relay: 'mail.readers.press:465', waiting: 0, deferred: 0, relayedInDay: 7 }
const trouble = { reason: 'No.', since: '2026-03-01T08:00:00Z', nextTry: '2026-03-01T09:15:00Z' }
const judged = (changes: Partial<RelayState>) =>
  judgeRelay({ kind: 'found', value: { ...state, ...changes } }, now).map(({ id, text }) => [id, text])

test('a relay that takes mails is fine, even if some are deferred', () => {
  expect(judged({})).toEqual([['relay.ok', 'mail.readers.press:465 took 7 mails in the last 24 hours. None waits.']])
  expect(judged({ waiting: 2, deferred: 2, oldest: '2026-03-01T01:00:00Z' })).toEqual([
    ['relay.ok', 'mail.readers.press:465 took 7 mails in the last 24 hours. 2 mails waiting, 2 of them deferred.'],
  ])
})

test('a relay that takes none, or that is slow, is found', () => {
  expect(judged({ waiting: 1, trouble })).toEqual([
    ['relay.stopped', 'No. 1 mail waits. The next try is at 2026-03-01T09:15:00Z.'],
  ])
  expect(judged({ waiting: 1200, oldest: '2026-03-01T07:59:00Z' })).toEqual([
    ['relay.late', '1,200 mails wait. The oldest has waited since 2026-03-01T07:59:00Z.'],
  ])
})

test('without a relay, mails need none', () => {
  expect(judgeRelay({ kind: 'missing' }, now).map(({ id }) => id)).toEqual(['relay.ok'])
  expect(judgeRelay({ kind: 'unreadable', reason: 'no' }, now).map(({ id }) => id)).toEqual(['relay.unchecked'])
})
