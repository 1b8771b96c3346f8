import { digestTitle } from '../issues/compose-issue.ts'
import type { Mail } from '../mail/submission.ts'
import type { ConfirmationMessage } from '../messages.ts'
import type { Site } from '../site.ts'
import { messagesFor } from '../text/locales.ts'
import { hashAddress } from './hash-address.ts'
import { renderNoticeMail } from './render-notice-mail.ts'
import type { Secrets } from './secrets.ts'
import type { Subscriber } from './subscriber.ts'
import { issueToken, type TokenPurpose } from './token.ts'

/** An issue that everyone can read on the web. */
export type PublicIssue = { readonly title: string; readonly url: string }

/**
 * Writes what a message asks for in the subscriber's language. One that names no notice asks a pending subscriber to
 * confirm, and tells a confirmed one that there is nothing to do.
 *
 * @param latest the newest issue of the subscriber's digest, for a welcome
 */
export function writeNoticeMail(
  site: Site,
  subscriber: Subscriber,
  message: ConfirmationMessage,
  secrets: Secrets,
  now: Date,
  latest?: PublicIssue,
): Mail {
  const { publication } = site
  const words = messagesFor(subscriber.language, publication.language)
  const kind = message.notice ?? (subscriber.state === 'pending' ? 'confirm' : 'alreadySubscribed')
  const to = message.to ?? subscriber.address
  const said = words.mail[kind]
  const values = { address: to, digest: digestTitle(publication, subscriber.digest) }
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
  const isWelcome = kind === 'welcome' && latest !== undefined
  const notice = {
    to,
    subject: said.subject({ publication: publication.title }),
    heading: said.heading,
    explanation: isWelcome ? words.mail.welcome.latest({ ...values, issue: latest.title }) : said.explanation(values),
    action: { label: said.action, url: actions[kind]() },
    ignore: said.ignore,
    links:
      kind === 'welcome'
        ? { preferences: link('preferences', 'preferences'), unsubscribe: link('unsubscribe', 'unsubscribe') }
        : undefined,
  }
  return {
    source: publication.sender.address,
    destination: to,
    raw: renderNoticeMail(site, words, notice, { id: message.requestId, at: now.toISOString() }),
    tags: { notice: 'confirmation' },
  }
}

/** What ties a link to an address without saying which. */
export function boundTo(address: string, { addressPepper }: Secrets): string {
  return hashAddress(address, addressPepper).slice(0, 16)
}
