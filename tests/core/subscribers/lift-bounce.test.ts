import { expect, test } from 'vitest'
import { boundToBounce, findLifted, planAsking } from '../../../core/subscribers/lift-bounce.ts'
import type { Suppression } from '../../../core/subscribers/subscriber.ts'

const at = '2026-11-05T00:00:00.000Z'
const bounce: Suppression = { reason: 'bounce', at, notedAt: at }
const now = new Date('2026-11-21T06:00:00.000Z')
const request = { requestId: 'r1' }

test('the owner of an address that bounced is asked once in 30 days, and again for the same request', () => {
  const first = planAsking(bounce, request, now)
  expect(first).toEqual({ ...bounce, asked: { at: now.toISOString(), requestId: 'r1' } })
  if (!first) throw new Error('not asked')
  expect(planAsking(first, request, now)).toBe(first)
  const ask = (day: string) => planAsking(first, { requestId: 'r2' }, new Date(`${day}T06:00:00.000Z`))
  expect(ask('2026-12-20')).toBeUndefined()
  expect(ask('2026-12-21')?.asked).toEqual({ at: '2026-12-21T06:00:00.000Z', requestId: 'r2' })
})

test.each<[string, Suppression, object]>([
  ['complaint', { reason: 'complaint', at }, request],
  ['block', { reason: 'operator', at }, request],
  ['block above a bounce', { reason: 'operator', at, bounce: { at } }, request],
  ['bounce, if the mail is not about a sign-up', bounce, { ...request, notice: 'welcome' }],
])('nothing is mailed after a %s', (_what, suppression, message) => {
  expect(planAsking(suppression, message as typeof request, now)).toBeUndefined()
})

test('a link lifts only the bounce that it was mailed for', () => {
  const bound = boundToBounce(bounce)
  expect(bound).toMatch(/^[0-9a-z]+$/)
  expect(findLifted(bounce, bound)).toBe(bounce)
  expect(findLifted({ ...bounce, asked: { at, requestId: 'r' } }, bound)).toBeDefined()
  expect(findLifted({ ...bounce, at: '2026-11-06T00:00:00.000Z' }, bound)).toBeUndefined()
  expect(findLifted({ ...bounce, reason: 'complaint' }, bound)).toBeUndefined()
  expect(findLifted(bounce, undefined)).toBeUndefined()
  expect(findLifted(undefined, bound)).toBeUndefined()
})
