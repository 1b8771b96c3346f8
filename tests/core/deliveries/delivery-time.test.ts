import { expect, test } from 'vitest'
import { deliveryTime, lateMinutes, queueDelay } from '../../../core/deliveries/delivery-time.ts'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import { sampleArticle, sampleSite } from '../issues/sample-issue.ts'

function issueOf(
  scheduledAt: string | undefined,
  deliver: 'at-once' | 'subscriber-time' = 'subscriber-time',
  { composedAt = '2026-11-21T06:00:04.000Z', notAfter }: { composedAt?: string; notAfter?: string } = {},
) {
  const { daily } = sampleSite().publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const site = sampleSite({ digests: { daily: { ...daily, deliver, notAfter } } }) // at seven in Berlin
  return composeIssue(site, 'daily', 1, [sampleArticle('a')], composedAt, { scheduledAt })
}

test.each([
  ['2026-11-21T06:00:00Z', 'Europe/Berlin', '2026-11-21T06:00:00.000Z'],
  ['2026-11-21T06:00:00Z', 'Europe/London', '2026-11-21T07:00:00.000Z'],
  ['2026-11-21T06:00:00Z', 'America/Los_Angeles', '2026-11-21T15:00:00.000Z'],
  ['2026-11-21T06:00:00Z', 'Asia/Kathmandu', '2026-11-22T01:15:00.000Z'],
  ['2026-11-21T06:00:00Z', 'Asia/Tokyo', '2026-11-21T22:00:00.000Z'],
  // New York's clocks go back an hour between the issue and the mail. Berlin's went back a week earlier.
  ['2026-11-01T06:00:00Z', 'America/New_York', '2026-11-01T12:00:00.000Z'],
  ['2026-10-31T06:00:00Z', 'America/New_York', '2026-10-31T11:00:00.000Z'],
])('an issue that is due at %s is delivered in %s at %s', (scheduledAt, timeZone, time) => {
  const composedAt = scheduledAt.replace('00Z', '04Z')
  expect(deliveryTime(issueOf(scheduledAt, 'subscriber-time', { composedAt }), timeZone)).toBe(time)
})

test.each([
  // Composed in the middle of the night, seventeen hours late.
  ['2026-11-21T23:59:00Z', undefined, 'Europe/Berlin', '2026-11-22T06:00:00.000Z'],
  ['2026-11-21T23:59:00Z', undefined, 'Europe/London', '2026-11-22T07:00:00.000Z'],
  ['2026-11-21T23:59:00Z', undefined, 'America/Los_Angeles', '2026-11-22T15:00:00.000Z'],
  ['2026-11-21T23:59:00Z', undefined, 'Asia/Tokyo', '2026-11-21T22:00:00.000Z'],
  // Three hours late, it is still morning; five hours late, it is not.
  ['2026-11-21T09:00:00Z', undefined, 'Europe/Berlin', '2026-11-21T06:00:00.000Z'],
  ['2026-11-21T11:00:00Z', undefined, 'Europe/Berlin', '2026-11-22T06:00:00.000Z'],
  ['2026-11-21T11:00:00Z', undefined, 'Europe/London', '2026-11-21T07:00:00.000Z'],
  // `notAfter` says how long it is not too late.
  ['2026-11-21T11:00:00Z', '12:30', 'Europe/Berlin', '2026-11-21T06:00:00.000Z'],
  ['2026-11-21T08:00:00Z', '08:30', 'Europe/Berlin', '2026-11-22T06:00:00.000Z'],
  ['2026-11-21T22:00:00Z', '01:00', 'Europe/Berlin', '2026-11-21T06:00:00.000Z'],
  // Days late, shortly after a later morning.
  ['2026-11-24T06:30:00Z', undefined, 'Europe/Berlin', '2026-11-24T06:00:00.000Z'],
])(
  'an issue of 06:00 that is composed at %s, with notAfter %s, is delivered in %s at %s',
  (composedAt, notAfter, timeZone, time) => {
    const issue = issueOf('2026-11-21T06:00:00Z', 'subscriber-time', { composedAt, ...(notAfter ? { notAfter } : {}) })
    expect(deliveryTime(issue, timeZone)).toBe(time)
  },
)

test('an issue that an operator approves at night is delivered the next morning', () => {
  const issue = { ...issueOf('2026-11-21T06:00:00Z'), approvedAt: '2026-11-21T22:00:00.000Z' }
  expect(deliveryTime(issue, 'Europe/Berlin')).toBe('2026-11-22T06:00:00.000Z')
  expect(deliveryTime({ ...issue, approvedAt: '2026-11-21T08:00:00.000Z' }, 'Europe/Berlin')).toBe(
    '2026-11-21T06:00:00.000Z',
  )
})

test('an issue is delivered at once without subscriber-time, without a schedule or with an unknown time zone', () => {
  expect(deliveryTime(issueOf('2026-11-21T06:00:00Z', 'at-once'), 'Asia/Tokyo')).toBeUndefined()
  expect(deliveryTime(issueOf(undefined), 'Asia/Tokyo')).toBeUndefined()
  const settings = { ...issueOf('2026-11-21T06:00:00Z').settings, at: undefined }
  expect(deliveryTime({ ...issueOf('2026-11-21T06:00:00Z'), settings }, 'Asia/Tokyo')).toBeUndefined()
  expect(lateMinutes({ at: undefined, notAfter: '08:00' })).toBe(240)
  expect(deliveryTime(issueOf('2026-11-21T06:00:00Z'), 'Mars/Olympus')).toBeUndefined()
})

test('a message is delayed by at most the maximum of a queue', () => {
  const wait = (notBefore: string | undefined) => queueDelay(notBefore, new Date('2026-11-21T06:00:00Z'))
  expect([wait('2026-11-21T07:00:00Z'), wait('2026-11-21T06:01:00Z')]).toEqual([900, 60])
  expect([wait('2026-11-21T06:00:00Z'), wait('2026-11-21T05:00:00Z'), wait(undefined)]).toEqual([0, 0, 0])
})
