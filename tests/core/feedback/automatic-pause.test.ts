import { expect, test } from 'vitest'
import { feedbackRates, reasonToPause } from '../../../core/feedback/automatic-pause.ts'

const limits = { bounces: 5, complaints: 0.1, minimumSample: 100 }

test.each([
  ['too few to judge by', { delivered: 50, bounced: 49 }, undefined],
  ['just at the limit', { delivered: 95, bounced: 5 }, undefined],
  ['above the limit', { delivered: 94, bounced: 6 }, 'bounces'],
  ['one complaint is no rate', { delivered: 500, complained: 1 }, undefined],
  ['two complaints', { delivered: 500, complained: 2 }, 'complaints'],
  ['complaints weigh more', { delivered: 100, bounced: 50, complained: 2 }, 'complaints'],
  ['soft bounces and what SES kept back do not count', { delivered: 100, softBounced: 90, suppressed: 90 }, undefined],
  ['delays are no reports yet', { delivered: 94, bounced: 5, delayed: 50 }, undefined],
] as const)('%s: %j', (_what, statistics, reason) => {
  expect(reasonToPause(statistics, undefined, limits)).toBe(reason)
})

test('what was reported before the operator resumed an issue is forgiven', () => {
  const then = { delivered: 94, bounced: 6 }
  expect(reasonToPause(then, then, limits)).toBeUndefined()
  expect(reasonToPause({ delivered: 194, bounced: 11 }, then, limits)).toBeUndefined()
  expect(reasonToPause({ delivered: 194, bounced: 16 }, then, limits)).toBe('bounces')
})

test('rates are percentages of what SES has reported on', () => {
  expect(feedbackRates({ delivered: 90, bounced: 9, complained: 1 })).toEqual({
    reported: 100,
    bounces: 9,
    complaints: 1,
  })
  expect(feedbackRates({})).toEqual({ reported: 0, bounces: 0, complaints: 0 })
})
