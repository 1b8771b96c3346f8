import type { Publication } from '../../publication.ts'
import type { Topic } from '../../reading/manuscript.ts'
import { type LocaleMessages, messagesFor } from '../../text/locales.ts'
import { canReturn, type SubscriberFact } from '../apply-subscriber.ts'
import type { Secrets } from '../secrets.ts'
import type { Subscriber, Suppression } from '../subscriber.ts'
import { issueToken, type TokenPurpose } from '../token.ts'
import * as responses from './link-responses.ts'
import { preferencesPage } from './preferences-page.ts'
import { isOneClick } from './press.ts'
import { choiceNames } from './read-choices.ts'
import { readPreferences } from './read-preferences.ts'
import type { VisitorResponse } from './visitor-response.ts'

/** A link from a mail, opened by a visitor. Its token is genuine. */
export type OpenedLink = {
  readonly purpose: TokenPurpose
  /** What the token is bound to: an address, a revision of the subscriber, or an issue. */
  readonly bound: string | undefined
  /** The issue whose mail contains the link, if departures count for it. */
  readonly issueId?: string | undefined
  readonly publication: Publication
  /** The topics that the preferences offer, and those that were just sent, if an article has or had them. */
  readonly topics: readonly Topic[]
  readonly messages: LocaleMessages
  readonly secrets: Secrets
  readonly token: string
  /** The fields of the form; empty for a GET request. */
  readonly fields: Readonly<Record<string, unknown>>
  /** When the link was issued, if that is known: links in every mail do not say it. */
  readonly issuedAt?: Date | undefined
  /** True if the address must not be mailed, and no link can change that. */
  readonly isBarred?: boolean
  /** The suppression that the link lifts, because its mail reached the mailbox after it had bounced. */
  readonly lifts?: Suppression | undefined
  /** The origin of a press, as `hashOrigin` returns it. */
  readonly from: string | undefined
  readonly now: Date
}

/** What a link shows and what its button does. Scanners follow every link, so showing changes nothing. */
export type LinkAction = {
  show(subscriber: Subscriber, link: OpenedLink): VisitorResponse
  press(subscriber: Subscriber, link: OpenedLink): PressOutcome
}

export type PressOutcome = {
  /** Undefined if there is nothing to change. */
  readonly fact: SubscriberFact | undefined
  /** @param after the subscriber after the fact was stored */
  respond(after: Subscriber): VisitorResponse
}

export const linkActions = {
  confirm: {
    show: (subscriber, link) =>
      mayConfirm(subscriber, link) &&
      (subscriber.state === 'pending' || (link.lifts && subscriber.state === 'confirmed'))
        ? responses.askToConfirm(link.messages, link.token)
        : respondToConfirmed(subscriber, link),
    press: (subscriber, link) => ({
      fact: mayConfirm(subscriber, link)
        ? {
            kind: 'confirmed',
            at: link.now.toISOString(),
            again: link.lifts !== undefined,
            ...(link.from !== undefined && { from: link.from }),
          }
        : undefined,
      respond: (after) => respondToConfirmed(after, link),
    }),
  },
  unsubscribe: {
    // Readers who lapsed did not object. The button lets them.
    show: ({ state, unsubscribedBy }, { messages, token }) =>
      state === 'unsubscribed' && unsubscribedBy !== 'lapse'
        ? responses.unsubscribed(messages)
        : responses.askToUnsubscribe(messages, token),
    press: (_subscriber, link) => ({
      fact: {
        kind: 'unsubscribed',
        at: link.now.toISOString(),
        ...(link.issueId !== undefined && { through: link.issueId }),
      },
      respond: (after) =>
        isOneClick(link.fields)
          ? responses.unsubscribed(link.messages, { undo: returnToken(after, link) })
          : askWhy(after, link),
    }),
  },
  return: {
    show: (subscriber, { messages, bound, token }) =>
      bound === String(subscriber.revision) && canReturn(subscriber)
        ? responses.unsubscribed(messages, { undo: token })
        : responses.spentLink(messages),
    press: (subscriber, { messages, bound, now }) => ({
      fact: bound === String(subscriber.revision) ? { kind: 'returned', at: now.toISOString() } : undefined,
      respond: ({ state }) =>
        state === 'confirmed' ? responses.resubscribed(messages) : responses.spentLink(messages),
    }),
  },
  stay: {
    show: (subscriber, { messages, token }) =>
      canStay(subscriber) ? responses.askToStay(messages, token) : responses.spentLink(messages),
    press: (_subscriber, link) => ({
      fact: { kind: 'permission-given', at: link.now.toISOString() },
      respond: (after) => (after.state === 'confirmed' ? stayed(after, link) : responses.spentLink(link.messages)),
    }),
  },
  preferences: {
    show: (subscriber, link) => showPreferences(subscriber, link, []),
    press: (subscriber, link) => {
      const { publication, fields, now } = link
      const newLanguage = typeof fields.language === 'string' ? fields.language : undefined
      const messages = messagesFor(newLanguage, subscriber.language, publication.language)
      const known = new Set(link.topics.map(({ slug }) => slug))
      const { problems, ...preferences } = readPreferences(fields, subscriber, publication, messages, known, now)
      const { saved, savedExcept } = messages.page.preferences
      const notes = choiceNames.some((name) => name in fields)
        ? [problems.length > 0 ? savedExcept : saved, ...problems]
        : []
      return {
        fact: { kind: 'chose', ...preferences, at: now.toISOString() },
        respond: (after) => showPreferences(after, link, notes),
      }
    },
  },
} as const satisfies Partial<Record<TokenPurpose, LinkAction>>

/**
 * Responds to a link of a subscriber who erased their data. Unsubscribing and erasing are done already; confirming and
 * returning are no longer possible.
 */
export function respondToErased(purpose: TokenPurpose, messages: LocaleMessages): VisitorResponse {
  if (purpose === 'unsubscribe') return responses.unsubscribed(messages)
  return purpose === 'preferences' ? responses.erased(messages) : responses.spentLink(messages)
}

/** The page is in the language that the subscriber has just chosen, if any. */
function showPreferences(subscriber: Subscriber, link: OpenedLink, notes: readonly string[]): VisitorResponse {
  const messages = messagesFor(subscriber.language, link.publication.language)
  const unsubscribe = issueToken(link.secrets, 'unsubscribe', subscriber.id, link.now, link.bound)
  return preferencesPage(link, messages, subscriber, { preferences: link.token, unsubscribe }, notes)
}

/** A link from before a departure or a block brings nobody back, even if someone has typed the address into the form since. */
function mayConfirm({ unsubscribedAt }: Subscriber, { issuedAt, isBarred }: OpenedLink): boolean {
  const isOutdated = unsubscribedAt !== undefined && issuedAt !== undefined && issuedAt < new Date(unsubscribedAt)
  return !isBarred && !isOutdated
}

/** The goodbye to a person who has just left by themselves, with a question. */
export function askWhy(after: Subscriber, link: OpenedLink): VisitorResponse {
  const { messages, publication, secrets, now } = link
  const isAsked = publication.askWhy && after.state === 'unsubscribed' && after.unsubscribedBy === undefined
  const why = isAsked ? issueToken(secrets, 'reason', after.id, now, String(after.revision)) : undefined
  return responses.unsubscribed(messages, { undo: returnToken(after, link), why })
}

/** True until the person who left subscribes again: an answer is about one departure. */
export function isOpenQuestion({ state, revision }: Subscriber, { bound }: OpenedLink): boolean {
  return state === 'unsubscribed' && bound === String(revision)
}

export function returnToken(after: Subscriber, { secrets, now }: OpenedLink): string | undefined {
  return canReturn(after) ? issueToken(secrets, 'return', after.id, now, String(after.revision)) : undefined
}

function canStay({ state, unsubscribedBy }: Subscriber): boolean {
  return state === 'confirmed' || (state === 'unsubscribed' && unsubscribedBy === 'lapse')
}

function stayed(subscriber: Subscriber, { publication, messages, secrets, now }: OpenedLink): VisitorResponse {
  const preferences = issueToken(secrets, 'preferences', subscriber.id, now)
  return responses.stayed(messages, publication, subscriber, preferences)
}

/** Pressing the same button again does not re-subscribe people who unsubscribed after confirming. */
function respondToConfirmed(
  subscriber: Subscriber,
  { publication, messages, secrets, now }: OpenedLink,
): VisitorResponse {
  if (subscriber.state !== 'confirmed') return responses.spentLink(messages)
  const preferences = issueToken(secrets, 'preferences', subscriber.id, now)
  return responses.confirmed(messages, publication, subscriber, preferences)
}
