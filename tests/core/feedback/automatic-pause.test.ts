import { expect, test } from 'vitest'
import { feedbackRates, reasonToPause } from '../../../core/feedback/automatic-pause.ts'

const limits = { bounces: 5, complaints: 0.1, refusals: 5, minimumSample: 100 }

test.each([
  ['too few reports', { delivered: 50, bounced: 49 }, undefined],
  ['at the limit', { delivered: 95, bounced: 5 }, undefined],
  ['above the limit', { delivered: 94, bounced: 6 }, 'bounces'],
  ['a single complaint', { delivered: 500, complained: 1 }, undefined],
  ['three refusals of a few mails', { delivered: 5, refused: 3 }, 'refusals'],
  ['two refusals', { refused: 2 }, undefined],
  ['few refusals among many mails', { delivered: 97, refused: 3 }, undefined],
  ['two complaints', { delivered: 500, complained: 2 }, 'complaints'],
  ['complaints outweigh bounces', { delivered: 100, bounced: 50, complained: 2 }, 'complaints'],
  ['soft bounces and suppressed mails do not count', { delivered: 100, softBounced: 90, suppressed: 90 }, undefined],
  ['delays are not final', { delivered: 94, bounced: 5, delayed: 50 }, undefined],
] as const)('%s: %j', (_what, statistics, reason) => {
  expect(reasonToPause(statistics, undefined, limits)).toBe(reason)
})

test('reports from before the operator resumed an issue do not count', () => {
  const then = { delivered: 94, bounced: 6 }
  expect(reasonToPause(then, then, limits)).toBeUndefined()
  expect(reasonToPause({ delivered: 194, bounced: 11 }, then, limits)).toBeUndefined()
  expect(reasonToPause({ delivered: 194, bounced: 16 }, then, limits)).toBe('bounces')
})

test('rates are percentages of the mails with a final report', () => {
  expect(feedbackRates({ delivered: 90, bounced: 9, complained: 1 })).toEqual({
    reported: 100,
    bounces: 9,
    complaints: 1,
    refusals: 0,
  })
  expect(feedbackRates({})).toEqual({ reported: 0, bounces: 0, complaints: 0, refusals: 0 })
})
