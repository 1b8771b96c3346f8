import { expect, test } from 'vitest'
import { readPreferences } from '../../../../core/subscribers/requests/read-preferences.ts'
import { messagesFor } from '../../../../core/text/locales.ts'
import { sampleSite } from '../../issues/sample-issue.ts'
import { sampleSubscriber } from '../sample-subscriber.ts'

const now = new Date('2026-11-21T06:00:00Z')
const ada = sampleSubscriber({
  topics: ['asia'],
  timeZone: 'America/New_York',
  pausedUntil: '2027-01-01T05:00:00.000Z',
})
const present = { digest: 'daily', topics: ['asia'], language: 'en', timeZone: 'America/New_York' }

test.each<[sent: Record<string, unknown>, choices: object, pausedUntil: string | undefined, problem: string]>([
  [{}, {}, ada.pausedUntil, ''],
  [{ digest: 'weekly' }, { digest: 'weekly' }, ada.pausedUntil, ''],
  [{ digest: 'hourly' }, {}, ada.pausedUntil, 'That digest does not exist'],
  [{ topics: '' }, { topics: [] }, ada.pausedUntil, ''],
  [{ topics: ['', 'rural-life'] }, { topics: ['rural-life'] }, ada.pausedUntil, ''],
  [{ topics: ['', 'Maps', 'Press'] }, { topics: ['maps', 'press'] }, ada.pausedUntil, ''],
  [{ topics: ['', 'asia', 'rural-life'] }, { topics: ['asia', 'rural-life'] }, ada.pausedUntil, ''],
  [{ topics: ['maps', 'mpas'] }, { topics: ['maps'] }, ada.pausedUntil, 'no topic called “mpas”'],
  [{ topics: 'mpas, asai, maps' }, { topics: ['maps'] }, ada.pausedUntil, 'left out: mpas, asai.'],
  [{ topics: 'mpas' }, {}, ada.pausedUntil, 'your topics have not changed: mpas.'],
  [{ topics: { maps: true } }, {}, ada.pausedUntil, 'your topics have not changed'],
  [{ topics: Array(51).fill('maps') }, { topics: ['maps'] }, ada.pausedUntil, 'up to 50 topics'],
  [{ digest: ['daily', 'weekly'] }, {}, ada.pausedUntil, 'That digest does not exist'],
  [{ timeZone: 'Europe/Paris' }, { timeZone: 'Europe/Paris' }, ada.pausedUntil, ''],
  [{ timeZone: 'Paris' }, {}, ada.pausedUntil, 'still America/New_York'],
  [{ timeZone: '' }, {}, ada.pausedUntil, ''],
  [{ language: 'de' }, { language: 'de' }, ada.pausedUntil, ''],
  [{ language: 'tlh' }, {}, ada.pausedUntil, 'do not send emails in that language'],
  [{ pausedUntil: '' }, {}, undefined, ''],
  [{ pausedUntil: null }, {}, undefined, ''],
  [{ pausedUntil: '2026-12-24' }, {}, '2026-12-24T05:00:00.000Z', ''],
  [{ pausedUntil: '2026-12-24', timeZone: 'Asia/Tokyo' }, { timeZone: 'Asia/Tokyo' }, '2026-12-23T15:00:00.000Z', ''],
  [{ pausedUntil: '2026-11-20' }, {}, undefined, 'must be in the future'],
  [{ pausedUntil: '2027-02-31' }, {}, ada.pausedUntil, 'must be a date'],
  [{ pausedUntil: ['2026-12-24', '2026-12-25'] }, {}, ada.pausedUntil, 'must be a date'],
])('the fields %j change %j', (sent, choices, pausedUntil, problem) => {
  const publication = { ...sampleSite().publication, topics: ['Press'] }
  const preferences = readPreferences(sent, ada, publication, messagesFor('en'), new Set(['maps', 'rural-life']), now)
  expect(preferences.choices).toEqual({ ...present, ...choices })
  expect(preferences.pausedUntil).toBe(pausedUntil)
  expect(preferences.problems).toHaveLength(problem === '' ? 0 : 1)
  expect(preferences.problems.join()).toContain(problem)
})

test.each([
  [{}, undefined, 'Ada', ''],
  [{ name: 'Augusta' }, 'Augusta', 'Ada', ''],
  [{ name: '' }, '', 'Ada', ''],
  [{ name: '' }, undefined, undefined, ''],
  [{ name: 'www.evil.example' }, undefined, 'Ada', 'Your name has not changed'],
])('the fields %j change the name to %j', (sent, name, before, problem) => {
  const { publication } = sampleSite()
  const reader = { ...ada, name: before }
  const preferences = readPreferences(sent, reader, publication, messagesFor('en'), new Set(), now)
  expect(preferences.name).toBe(name)
  expect(preferences.problems.join()).toContain(problem)
})
