import { expect, test } from 'vitest'
import { defaultDigests, digestSettings } from '../../core/digest-settings.ts'

const parse = (schedule: object, rest: object = {}) => digestSettings.safeParse({ title: 'Daily', schedule, ...rest })
const messages = (schedule: object) => parse(schedule).error?.issues.map(({ message }) => message) ?? []

test('a title and a schedule are enough', () => {
  expect(parse({ every: 'day', at: '07:00' }).data).toEqual(
    expect.objectContaining({ deliver: 'at-once', layout: 'excerpt', minimumArticles: 1, maximumArticles: 30 }),
  )
  expect(parse({ every: 'hour' }).data?.schedule).toEqual({ every: 'hour', minute: 0 })
  expect(defaultDigests.weekly.schedule).toEqual({ every: 'week', on: 'monday', at: '07:00' })
})

test.each([
  [{ every: 'day', at: '7:00' }, '24-hour time'],
  [{ every: 'day', at: '24:00' }, '24-hour time'],
  [{ every: 'month', on: 'fifth monday', at: '07:00' }, 'first monday'],
  [{ every: 'hour', minute: 60 }, '<=59'],
  [{ every: 'rule', cron: '0 7 * * *' }, 'six fields'],
])('the schedule %j is refused with what to write instead', (schedule, text) => {
  expect(messages(schedule).join()).toContain(text)
})

test('an unknown setting is refused', () => {
  expect(parse({ every: 'day', at: '07:00' }, { layuot: 'excerpt' }).success).toBe(false)
})
