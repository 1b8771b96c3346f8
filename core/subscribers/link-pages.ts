import type { Publication } from '../publication.ts'
import type { SubscriberFact } from './apply-subscriber.ts'
import { preferencesPage } from './preferences-page.ts'
import { readPreferences } from './read-preferences.ts'
import type { Secrets } from './secrets.ts'
import type { Subscriber } from './subscriber.ts'
import { signToken, type TokenPurpose } from './token.ts'
import type { VisitorAnswer } from './visitor-answer.ts'
import * as pages from './visitor-pages.ts'

/** A link from a mail that someone has opened; its token is genuine. */
export type OpenedLink = {
  readonly purpose: TokenPurpose
  readonly publication: Publication
  readonly secrets: Secrets
  readonly token: string
  /** What was posted, if anything. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly now: Date
}

/** What a link shows, and what its button does: scanners follow every link, so looking changes nothing. */
export type LinkPage = {
  show(subscriber: Subscriber, link: OpenedLink): VisitorAnswer
  press(subscriber: Subscriber, link: OpenedLink): Press
  /** For one who has been erased. */
  readonly gone: VisitorAnswer
}

export type Press = {
  readonly fact: SubscriberFact
  /** @param after the subscriber once the fact is stored */
  answer(after: Subscriber): VisitorAnswer
}

export const linkPages: Readonly<Record<TokenPurpose, LinkPage>> = {
  confirm: {
    show: (subscriber, link) =>
      subscriber.state === 'pending' ? pages.askToConfirm(link.token) : afterConfirming(subscriber, link),
    press: (_subscriber, link) => ({
      fact: { kind: 'confirmed', at: link.now.toISOString() },
      answer: (after) => afterConfirming(after, link),
    }),
    gone: pages.spentLink,
  },
  unsubscribe: {
    show: ({ state }, { token }) => (state === 'unsubscribed' ? pages.unsubscribed : pages.askToUnsubscribe(token)),
    press: (_subscriber, { now }) => ({
      fact: { kind: 'unsubscribed', at: now.toISOString() },
      answer: () => pages.unsubscribed,
    }),
    gone: pages.unsubscribed,
  },
  preferences: {
    show: (subscriber, { publication, token }) => preferencesPage(publication, subscriber, token),
    press: (subscriber, { publication, token, fields, now }) => {
      const { problems, ...chosen } = readPreferences(fields, subscriber, publication, now)
      const saved = problems.length > 0 ? 'Saved, but for this:' : 'Saved.'
      const notes = Object.keys(fields).length > 0 ? [saved, ...problems] : []
      return {
        fact: { kind: 'chose', ...chosen },
        answer: (after) => preferencesPage(publication, after, token, notes),
      }
    },
    gone: pages.erased,
  },
}

/** Whoever left after confirming is not brought back by pressing the same button again. */
function afterConfirming(subscriber: Subscriber, { publication, secrets }: OpenedLink): VisitorAnswer {
  if (subscriber.state !== 'confirmed') return pages.spentLink
  const preferences = signToken(secrets, 'preferences', subscriber.id, undefined)
  return pages.confirmed(publication, subscriber, preferences)
}
