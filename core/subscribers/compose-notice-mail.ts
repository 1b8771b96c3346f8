import { digestTitle } from '../issues/issue.ts'
import type { Mail } from '../mail/submission.ts'
import type { ConfirmationMessage } from '../messages.ts'
import type { Site } from '../site.ts'
import { messagesFor } from '../text/locales.ts'
import { renderNoticeMail } from './render-notice-mail.ts'
import type { Secrets } from './secrets.ts'
import type { Subscriber } from './subscriber.ts'
import { boundTo, issueToken, type TokenPurpose } from './token.ts'

/** An issue that everyone can read on the web. */
export type PublicIssue = { readonly title: string; readonly url: string }

/**
 * Composes the notice mail that a message asks for, in the subscriber's language. If the message does not name one, a
 * pending subscriber gets a mail to confirm, and a confirmed subscriber gets one that says that they are subscribed.
 *
 * @param latest the newest issue of the subscriber's digest, for the welcome mail
 */
export function composeNoticeMail(
  site: Site,
  subscriber: Subscriber,
  message: ConfirmationMessage,
  secrets: Secrets,
  now: Date,
  latest?: PublicIssue,
): Mail {
  const { publication } = site
  const messages = messagesFor(subscriber.language, publication.language)
  const kind = message.notice ?? (subscriber.state === 'pending' ? 'confirm' : 'alreadySubscribed')
  const to = message.to ?? subscriber.address
  const texts = messages.mail[kind]
  const values = { address: to, digest: digestTitle(publication, subscriber.digest, messages.locale) }
  const link = (path: string, purpose: TokenPurpose, bound?: string) =>
    `${site.url}/${path}?t=${encodeURIComponent(issueToken(secrets, purpose, subscriber.id, now, bound))}`
  const actions: Record<typeof kind, () => string> = {
    confirm: () => link('confirm', 'confirm'),
    alreadySubscribed: () => link('preferences', 'preferences'),
    welcome: () => latest?.url ?? `${site.url}/`,
    goodbye: () => `${site.url}/subscribe/`,
    approveMove: () => link('address', 'address', boundTo(to, secrets)),
    confirmMove: () => link('address', 'move', boundTo(to, secrets)),
    moved: () => link('preferences', 'preferences'),
    movedAway: () => link('preferences', 'preferences'),
  }
  const hasLatest = kind === 'welcome' && latest !== undefined
  const notice = {
    to,
    subject: texts.subject({ publication: publication.title }),
    heading: texts.heading,
    explanation: hasLatest
      ? messages.mail.welcome.latest({ ...values, issue: latest.title })
      : texts.explanation(values),
    action: { label: texts.action, url: actions[kind]() },
    ignore: texts.ignore,
    links:
      kind === 'welcome'
        ? { preferences: link('preferences', 'preferences'), unsubscribe: link('unsubscribe', 'unsubscribe') }
        : undefined,
  }
  return {
    source: publication.sender.address,
    destination: to,
    raw: renderNoticeMail(site, messages, notice, { id: message.requestId, at: now.toISOString() }),
    tags: { notice: 'confirmation' },
  }
}
