import { expect, test } from 'vitest'
import { chooseRecipient, historyNeeded } from '../../../core/deliveries/choose-recipient.ts'
import { type Delivery, type DeliveryState, ledgerEntry } from '../../../core/deliveries/delivery.ts'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import type { Correction } from '../../../core/issues/issue.ts'
import { sampleArticle, sampleSite } from '../issues/sample-issue.ts'

const correction: Correction = {
  ...{ articleId: 'wrong', kind: 'corrected', title: 'Wrong', text: 'It was two.', url: 'https://news.example.org/' },
  ...{ language: 'en', direction: 'ltr', issueIds: ['daily-3', 'weekly-9'] },
}
const articles = ['mon', 'tue', 'wed'].map((id, n) => sampleArticle(id, { liveAt: `2026-11-1${6 + n}T10:00:00.000Z` }))
const issue = composeIssue(sampleSite(), 'weekly', 10, articles, '2026-11-21T06:00:00.000Z', {
  corrections: [correction],
})
const subscriber = {
  id: 'ada',
  state: 'confirmed',
  digest: 'weekly',
  topics: [],
  confirmedAt: '2026-01-01T00:00:00.000Z',
  pausedUntil: undefined,
} as const

const delivery = (issueId: string, ids: readonly string[], state: DeliveryState = 'submitted'): Delivery => {
  return { ...ledgerEntry(issueId, { subscriberId: 'ada', articles: ids }), state }
}
/** Chooses from `issue` for a subscriber who has had these deliveries. */
function choose(changes: object, deliveries: readonly Delivery[], from = issue) {
  const ids = deliveries.length > 0 ? [...articles.map(({ id }) => id), 'wrong'] : [] // the ledger names only what it has
  const history = new Map(ids.map((id) => [id, deliveries]))
  const histories = { articles: history, corrections: history, mentions: history }
  return chooseRecipient(from, { ...subscriber, ...changes }, histories)?.articles
}

test('a subscriber who never changed their digest gets every article, and only corrections are looked up', () => {
  expect(historyNeeded(issue, subscriber)).toEqual({ articles: [], corrections: [correction], mentions: [] })
  expect(choose({}, [])).toEqual(['wed', 'tue', 'mon'])
})

test('after a change of digest, only the articles from before it are looked up', () => {
  const changed = { ...subscriber, digestChangedAt: '2026-11-17T10:00:00.000Z' }
  expect(historyNeeded(issue, changed).articles).toEqual(['tue', 'mon'])
  expect(choose({ digestChangedAt: changed.digestChangedAt }, [])).toEqual(['wed', 'tue', 'mon'])
})

test('nothing is looked up for a subscriber of another digest', () => {
  expect(historyNeeded(issue, { ...subscriber, digest: 'daily' })).toEqual({
    articles: [],
    corrections: [],
    mentions: [],
  })
})

test('after a change of digest, articles that the other digest has sent or will send are left out', () => {
  const changed = { digestChangedAt: '2026-11-18T12:00:00.000Z' }
  const daily = [
    delivery('daily-1', ['mon']),
    delivery('daily-2', ['tue'], 'pending'),
    delivery('daily-3', ['wed'], 'skipped'),
  ]
  expect(choose(changed, daily)).toEqual(['wed'])
  expect(choose(changed, [delivery('daily-1', ['mon', 'tue', 'wed'])])).toBeUndefined()
  expect(choose({ digestChangedAt: '2026-11-17T12:00:00.000Z' }, daily)).toEqual(['wed'])
})

test('planning an issue again ignores its own deliveries', () => {
  const changed = { digestChangedAt: '2026-11-18T12:00:00.000Z' }
  expect(choose(changed, [delivery('weekly-10', ['wed', 'tue', 'mon'])])).toEqual(['wed', 'tue', 'mon'])
})

test.each<[DeliveryState, boolean]>([
  ['submitted', true],
  ['pending', false],
  ['unknown', false],
  ['suppressed', false],
])('a correction is sent if the article was submitted: %s', (state, isIncluded) => {
  const choice = choose({}, [delivery('daily-3', ['wrong', 'other'], state)])
  expect(choice?.includes('correction:wrong')).toBe(isIncluded)
})

test('a correction reaches subscribers of other topics, but not paused ones or those of another digest', () => {
  const received = [delivery('weekly-9', ['wrong'])]
  expect(choose({ topics: ['sport'] }, received)).toEqual(['correction:wrong'])
  expect(choose({ topics: ['sport'], pausedUntil: '2027-01-01T00:00:00.000Z' }, received)).toBeUndefined()
  expect(choose({ digest: 'daily' }, received)).toBeUndefined()
})

const since = '2026-11-15T00:00:00.000Z'
const late = { ...issue, articles: [], corrections: [{ ...correction, since }] }

test.each<[string, object, boolean]>([
  ['was there all the time', {}, false],
  ['was paused until later', { pausedUntil: '2026-11-16T00:00:00.000Z' }, true],
  ['ended a pause later', { pauseEndedAt: '2026-11-16T00:00:00.000Z' }, true],
  ['ended a pause before', { pauseEndedAt: '2026-11-14T00:00:00.000Z' }, false],
  ['is still paused', { pausedUntil: '2027-01-01T00:00:00.000Z' }, false],
  ['chose the digest later', { digestChangedAt: '2026-11-16T00:00:00.000Z' }, true],
  ['subscribed again', { createdAt: '2026-01-01', confirmedAt: '2026-11-16T00:00:00.000Z' }, true],
  ['is new', { createdAt: '2026-11-16', confirmedAt: '2026-11-16T00:00:00.000Z' }, false],
])('an earlier correction for a reader who %s', (_, changes, isIncluded) => {
  const expected = isIncluded ? ['correction:wrong'] : undefined
  expect(choose(changes, [delivery('weekly-9', ['wrong'])], late)).toEqual(expected)
})

test('another issue may have told of a correction only if it is an older one, or if the reader had another digest', () => {
  const changed = { ...subscriber, digestChangedAt: '2026-11-16T00:00:00.000Z' }
  expect(historyNeeded(late, { ...subscriber, pausedUntil: '2026-11-16T00:00:00.000Z' }).mentions).toEqual(
    late.corrections,
  )
  expect(historyNeeded(late, changed).mentions).toEqual(late.corrections)
  expect(historyNeeded(issue, changed).mentions).toEqual([correction])
})

test('a correction that another issue has told, or may tell, is not told again', () => {
  const article = delivery('daily-3', ['wrong'])
  const changed = { digestChangedAt: '2026-11-16T00:00:00.000Z' }
  const told = (state: DeliveryState) => delivery('daily-4', ['correction:wrong'], state)
  for (const from of [late, { ...issue, articles: [] }]) {
    expect(choose(changed, [article, told('submitted')], from)).toBeUndefined()
    expect(choose(changed, [article, told('pending')], from)).toBeUndefined()
    for (const state of ['skipped', 'suppressed', 'failed'] as const)
      expect(choose(changed, [article, told(state)], from)).toEqual(['correction:wrong'])
    const own = delivery('weekly-10', ['correction:wrong'])
    expect(choose(changed, [article, own], from)).toEqual(['correction:wrong'])
  }
})
