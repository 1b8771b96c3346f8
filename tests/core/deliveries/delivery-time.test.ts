import { expect, test } from 'vitest'
import { deliveryTime, queueDelay } from '../../../core/deliveries/delivery-time.ts'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import { sampleArticle, sampleSite } from '../issues/sample-issue.ts'

function issueOf(scheduledAt: string | undefined, deliver: 'at-once' | 'subscriber-time' = 'subscriber-time') {
  const { daily } = sampleSite().publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const site = sampleSite({ digests: { daily: { ...daily, deliver } } }) // at seven in Berlin
  return composeIssue(site, 'daily', 1, [sampleArticle('a')], '2026-11-21T06:00:04.000Z', { scheduledAt })
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
  expect(deliveryTime(issueOf(scheduledAt), timeZone)).toBe(time)
})

test('an issue is delivered at once without subscriber-time, without a schedule or with an unknown time zone', () => {
  expect(deliveryTime(issueOf('2026-11-21T06:00:00Z', 'at-once'), 'Asia/Tokyo')).toBeUndefined()
  expect(deliveryTime(issueOf(undefined), 'Asia/Tokyo')).toBeUndefined()
  expect(deliveryTime(issueOf('2026-11-21T06:00:00Z'), 'Mars/Olympus')).toBeUndefined()
})

test('a message is delayed by at most the maximum of a queue', () => {
  const wait = (notBefore: string | undefined) => queueDelay(notBefore, new Date('2026-11-21T06:00:00Z'))
  expect([wait('2026-11-21T07:00:00Z'), wait('2026-11-21T06:01:00Z')]).toEqual([900, 60])
  expect([wait('2026-11-21T06:00:00Z'), wait('2026-11-21T05:00:00Z'), wait(undefined)]).toEqual([0, 0, 0])
})
