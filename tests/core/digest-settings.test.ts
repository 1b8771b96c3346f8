import { expect, test } from 'vitest'
import { defaultDigests, digestSettings } from '../../core/digest-settings.ts'

const parse = (schedule: object, rest: object = {}) => digestSettings.safeParse({ title: 'Daily', schedule, ...rest })

test('a title and a schedule are enough', () => {
  expect(parse({ every: 'day', at: '07:00' }).data).toEqual(
    expect.objectContaining({ deliver: 'at-once', layout: 'excerpt', minimumArticles: 1, maximumArticles: 30 }),
  )
  expect(parse({ every: 'hour' }).data?.schedule).toEqual({ every: 'hour', minute: 0 })
  expect(defaultDigests.weekly.schedule).toEqual({ every: 'week', on: 'monday', at: '07:00' })
})

test('an unknown setting is refused', () => {
  expect(parse({ every: 'day', at: '07:00' }, { layuot: 'excerpt' }).success).toBe(false)
})

test.each([
  [{ every: 'minute' }, false],
  [{ every: 'hour' }, false],
  [{ every: 'rule', cron: '0 7,19 * * ? *' }, false],
  [{ every: 'rule', cron: '0/30 7 * * ? *' }, false],
  [{ every: 'rule', cron: '0 * * * ? *' }, false],
  [{ every: 'rule', cron: '5 7 ? * MON-FRI *' }, true],
  [{ every: 'week', on: 'friday', at: '07:00', interval: 2, from: '2026-01-02' }, true],
])('with the schedule %j, an issue can be delivered at the time of subscribers: %s', (schedule, possible) => {
  const result = parse(schedule, { deliver: 'subscriber-time' })
  expect(result.success).toBe(possible)
  if (!possible)
    expect(result.error?.issues[0]).toMatchObject({ path: ['deliver'], message: expect.stringMatching('at-once') })
})
