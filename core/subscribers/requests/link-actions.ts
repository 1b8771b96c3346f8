import type { Publication } from '../../publication.ts'
import { type LocaleMessages, messagesFor } from '../../text/locales.ts'
import { canReturn, type SubscriberFact } from '../apply-subscriber.ts'
import type { Secrets } from '../secrets.ts'
import type { Subscriber } from '../subscriber.ts'
import { issueToken, type TokenPurpose } from '../token.ts'
import * as answers from './link-responses.ts'
import { preferencesPage } from './preferences-page.ts'
import { readPreferences } from './read-preferences.ts'
import type { VisitorResponse } from './visitor-response.ts'

/** A link from a mail that someone has opened; its token is genuine. */
export type OpenedLink = {
  readonly purpose: TokenPurpose
  /** What the token holds for, if not for the subscriber as a whole. */
  readonly bound: string | undefined
  readonly publication: Publication
  readonly words: LocaleMessages
  readonly secrets: Secrets
  readonly token: string
  /** What was posted, if anything. */
  readonly fields: Readonly<Record<string, unknown>>
  /** As `hashOrigin` makes it, of who is pressing a button. */
  readonly from: string | undefined
  readonly now: Date
}

/** What a link shows, and what its button does: scanners follow every link, so looking changes nothing. */
export type LinkAction = {
  show(subscriber: Subscriber, link: OpenedLink): VisitorResponse
  press(subscriber: Subscriber, link: OpenedLink): PressOutcome
}

export type PressOutcome = {
  /** Undefined when there is nothing to change. */
  readonly fact: SubscriberFact | undefined
  /** @param after the subscriber once the fact is stored */
  answer(after: Subscriber): VisitorResponse
}

export const linkActions = {
  confirm: {
    show: (subscriber, link) =>
      subscriber.state === 'pending' ? answers.askToConfirm(link.words, link.token) : afterConfirming(subscriber, link),
    press: (_subscriber, link) => ({
      fact: {
        kind: 'confirmed',
        at: link.now.toISOString(),
        ...(link.from !== undefined && { from: link.from }),
      },
      answer: (after) => afterConfirming(after, link),
    }),
  },
  unsubscribe: {
    show: ({ state }, { words, token }) =>
      state === 'unsubscribed' ? answers.unsubscribed(words) : answers.askToUnsubscribe(words, token),
    press: (_subscriber, link) => ({
      fact: { kind: 'unsubscribed', at: link.now.toISOString() },
      answer: (after) => answers.unsubscribed(link.words, returnToken(after, link)),
    }),
  },
  return: {
    show: (_subscriber, { words }) => answers.spentLink(words),
    press: (subscriber, { words, bound }) => ({
      fact: bound === String(subscriber.revision) ? { kind: 'returned' } : undefined,
      answer: ({ state }) => (state === 'confirmed' ? answers.resubscribed(words) : answers.spentLink(words)),
    }),
  },
  preferences: {
    show: (subscriber, link) => showPreferences(subscriber, link, []),
    press: (subscriber, link) => {
      const { publication, fields, now } = link
      const asked = typeof fields.language === 'string' ? fields.language : undefined
      const words = messagesFor(asked, subscriber.language, publication.language)
      const { problems, ...chosen } = readPreferences(fields, subscriber, publication, words, now)
      const { saved, savedExcept } = words.page.preferences
      const notes = Object.keys(fields).length > 0 ? [problems.length > 0 ? savedExcept : saved, ...problems] : []
      return {
        fact: { kind: 'chose', ...chosen, at: now.toISOString() },
        answer: (after) => showPreferences(after, link, notes),
      }
    },
  },
} as const satisfies Partial<Record<TokenPurpose, LinkAction>>

/** For a link of one who has been erased. What they ask for is done already, unless they want to come back. */
export function respondToErased(purpose: TokenPurpose, words: LocaleMessages): VisitorResponse {
  if (purpose === 'unsubscribe') return answers.unsubscribed(words)
  return purpose === 'preferences' ? answers.erased(words) : answers.spentLink(words)
}

/** Whoever has just chosen another language is answered in it. */
function showPreferences(subscriber: Subscriber, link: OpenedLink, notes: readonly string[]): VisitorResponse {
  const words = messagesFor(subscriber.language, link.publication.language)
  const unsubscribe = issueToken(link.secrets, 'unsubscribe', subscriber.id, link.now)
  return preferencesPage(link.publication, words, subscriber, { preferences: link.token, unsubscribe }, notes)
}

function returnToken(after: Subscriber, { secrets, now }: OpenedLink): string | undefined {
  return canReturn(after) ? issueToken(secrets, 'return', after.id, now, String(after.revision)) : undefined
}

/** Whoever left after confirming is not brought back by pressing the same button again. */
function afterConfirming(subscriber: Subscriber, { publication, words, secrets, now }: OpenedLink): VisitorResponse {
  if (subscriber.state !== 'confirmed') return answers.spentLink(words)
  const preferences = issueToken(secrets, 'preferences', subscriber.id, now)
  return answers.confirmed(words, publication, subscriber, preferences)
}
