import { expect, test } from 'vitest'
import type { Delivery, DeliveryState } from '../../../core/deliveries/delivery.ts'
import { ledgerEntry } from '../../../core/deliveries/ledger-entry.ts'
import { chooseRecipient, type FormerMails } from '../../../core/deliveries/recipient.ts'
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
const reader = {
  id: 'ada',
  state: 'confirmed',
  digest: 'weekly',
  topics: [],
  confirmedAt: '2026-01-01T00:00:00.000Z',
  pausedUntil: undefined,
} as const

/** A ledger in which `ada` has deliveries, and the issues that took each of these articles. */
function ledger(deliveries: readonly Delivery[]): FormerMails {
  return {
    issuesOf: async (article) => [
      'weekly-10',
      ...deliveries.filter((each) => each.articles.includes(article)).map((each) => each.issueId),
    ],
    find: async (issueId, subscriberId) =>
      deliveries.find((each) => each.issueId === issueId && each.subscriberId === subscriberId),
  }
}
const delivery = (issueId: string, ids: readonly string[], state: DeliveryState = 'submitted'): Delivery => {
  return { ...ledgerEntry(issueId, { subscriberId: 'ada', articles: ids }), state }
}
const chosen = async (changes: object, deliveries: readonly Delivery[]) =>
  (await chooseRecipient(issue, { ...reader, ...changes }, ledger(deliveries)))?.articles

test('who never changed their digest gets it all, and nothing is looked up', async () => {
  const nowhere: FormerMails = { issuesOf: () => Promise.reject(new Error('asked')), find: async () => undefined }
  expect((await chooseRecipient(issue, reader, nowhere))?.articles).toEqual(['wed', 'tue', 'mon'])
})

test('after a change of digest nothing comes twice that the other one has brought or will bring', async () => {
  const changed = { digestChangedAt: '2026-11-18T12:00:00.000Z' }
  const daily = [
    delivery('daily-1', ['mon']),
    delivery('daily-2', ['tue'], 'pending'),
    delivery('daily-3', ['wed'], 'skipped'),
  ]
  expect(await chosen(changed, daily)).toEqual(['wed'])
  expect(await chosen(changed, [delivery('daily-1', ['mon', 'tue', 'wed'])])).toBeUndefined()
  expect(await chosen({ digestChangedAt: '2026-11-17T12:00:00.000Z' }, daily)).toEqual(['wed'])
})

test('planning the same issue again does not find its own deliveries', async () => {
  const changed = { digestChangedAt: '2026-11-18T12:00:00.000Z' }
  expect(await chosen(changed, [delivery('weekly-10', ['wed', 'tue', 'mon'])])).toEqual(['wed', 'tue', 'mon'])
})

test.each<[DeliveryState, boolean]>([
  ['submitted', true],
  ['pending', false],
  ['unknown', false],
  ['suppressed', false],
])('a correction is for those who were submitted the article: %s', async (state, isTold) => {
  const articlesAndMore = await chosen({}, [delivery('daily-3', ['wrong', 'other'], state)])
  expect(articlesAndMore?.includes('correction:wrong')).toBe(isTold)
})

test('a correction comes alone to someone who chose other topics, and not to someone who is away', async () => {
  const had = [delivery('weekly-9', ['wrong'])]
  expect(await chosen({ topics: ['sport'] }, had)).toEqual(['correction:wrong'])
  expect(await chosen({ topics: ['sport'], pausedUntil: '2027-01-01T00:00:00.000Z' }, had)).toBeUndefined()
  expect(await chosen({ digest: 'daily' }, had)).toBeUndefined()
})
