import { expect, test } from 'vitest'
import { leavingReasons } from '../../../../core/subscribers/leaving-reason.ts'
import { linkActions, type OpenedLink, respondToErased } from '../../../../core/subscribers/requests/link-actions.ts'
import { messagesFor } from '../../../../core/text/locales.ts'
import { sampleSite } from '../../issues/sample-issue.ts'
import { sampleSubscriber, secrets } from '../sample-subscriber.ts'

const messages = messagesFor('en')
const { page } = messages
const link = (changes: Partial<OpenedLink> = {}): OpenedLink => ({
  ...{ purpose: 'confirm', bound: undefined, publication: sampleSite().publication, topics: [], messages, secrets },
  ...{ token: 't', fields: {}, from: undefined, now: new Date('2026-11-21T06:00:00Z') },
  ...changes,
})
const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
const unsubscribed = sampleSubscriber({ state: 'unsubscribed', unsubscribedAt: '2026-11-05T00:00:00.000Z' })

test.each([
  ['confirm', pending, page.askToConfirm.title],
  ['confirm', sampleSubscriber(), page.confirmed.title],
  ['confirm', unsubscribed, page.spentLink.title],
  ['unsubscribe', sampleSubscriber(), page.askToUnsubscribe.title],
  ['unsubscribe', unsubscribed, page.unsubscribed.title],
  ['unsubscribe', { ...unsubscribed, unsubscribedBy: 'lapse' }, page.askToUnsubscribe.title],
  ['return', unsubscribed, page.spentLink.title],
  ['stay', sampleSubscriber(), page.askToStay.title],
  ['stay', { ...unsubscribed, unsubscribedBy: 'lapse' }, page.askToStay.title],
  ['stay', unsubscribed, page.spentLink.title],
  ['preferences', sampleSubscriber(), page.preferences.title],
  ['preferences', unsubscribed, page.unsubscribed.title],
] as const)('a link to %s shows the page for the state of the subscriber', (purpose, subscriber, title) => {
  expect(linkActions[purpose].show(subscriber, link({ purpose })).title).toBe(title)
})

test('the button that returns works only for the revision that its link is bound to', () => {
  const { press } = linkActions.return
  expect(press({ ...unsubscribed, revision: 7 }, link({ bound: '7' })).fact).toMatchObject({ kind: 'returned' })
  expect(press({ ...unsubscribed, revision: 8 }, link({ bound: '7' })).fact).toBeUndefined()
})

test('the page after unsubscribing offers to return only to subscribers who had confirmed, and asks why only those who left themselves', () => {
  const { respond } = linkActions.unsubscribe.press(sampleSubscriber(), link())
  const actions = (...changes: object[]) =>
    respond(Object.assign({}, unsubscribed, ...changes)).forms?.map(({ action }) => action.split('?')[0])
  expect(actions()).toEqual(['/resubscribe', '/unsubscribe'])
  expect(actions({ confirmedAt: undefined })).toEqual(['/unsubscribe'])
  expect(actions({ unsubscribedBy: 'operator' })).toBeUndefined()
})

test('the page after saving is in the language that was just chosen', () => {
  const { respond } = linkActions.preferences.press(sampleSubscriber(), link({ fields: { language: 'de' } }))
  expect(respond(sampleSubscriber({ language: 'de' })).title).toBe(messagesFor('de').page.preferences.title)
})

/** Returns the options of a field on the page of preferences, `*` before those that are selected. */
function optionsOf(name: string, subscriber: ReturnType<typeof sampleSubscriber>, changes: Partial<OpenedLink> = {}) {
  const { forms = [] } = linkActions.preferences.show(subscriber, link({ purpose: 'preferences', ...changes }))
  const field = forms[0]?.fields?.find((each) => each.name === name && 'options' in each)
  return field && 'options' in field ? field.options.map(({ value, chosen }) => `${chosen ? '*' : ''}${value}`) : []
}

test('a reader of a digest that was removed is told so, gets no other one selected, and keeps theirs without a choice', () => {
  const reader = sampleSubscriber({ digest: 'the-week' })
  expect(optionsOf('digest', sampleSubscriber({ digest: 'daily' }))).toContain('*daily')
  expect(optionsOf('digest', reader)).toEqual(['*', 'daily', 'weekly'])
  const { paragraphs } = linkActions.preferences.show(reader, link())
  expect(paragraphs).toContain(page.preferences.digestGone)
  const press = (fields: Record<string, string>) => linkActions.preferences.press(reader, link({ fields })).fact
  expect(press({ digest: '', language: 'de' })).toMatchObject({ choices: { digest: 'the-week', language: 'de' } })
  expect(press({ digest: 'weekly' })).toMatchObject({ choices: { digest: 'weekly' } })
})

test('the preferences offer the topics of the form, and those that the subscriber chose although no article has them', () => {
  const topics = [{ slug: 'maps', name: 'Maps' }]
  expect(optionsOf('topics', sampleSubscriber({ topics: ['old-coins'] }), { topics })).toEqual(['maps', '*old-coins'])
})

test.each([
  ['unsubscribe', page.unsubscribed.title],
  ['preferences', page.erased.title],
  ['confirm', page.spentLink.title],
] as const)('a link to %s of an erased subscriber responds: %s', (purpose, title) => {
  expect(respondToErased(purpose, messages).title).toBe(title)
})

test('every language has its own words for every reason to leave', () => {
  for (const reason of leavingReasons) {
    const words = ['en', 'de', 'fr', 'es', 'ar'].map((language) => messagesFor(language).page.why[reason])
    expect(new Set(words).size).toBe(5)
  }
})
