import { digestTitle } from '../issues/issue.ts'
import type { Attachment } from '../mail/attachment.ts'
import { isolateName } from '../mail/isolate-name.ts'
import type { Mail } from '../mail/submission.ts'
import type { ConfirmationMessage } from '../messages.ts'
import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import { messagesFor } from '../text/locales.ts'
import { boundToBounce } from './lift-bounce.ts'
import type { NoticeReader } from './notice-reader.ts'
import { applyWording } from './notice-wording.ts'
import { mailedName } from './reader-name.ts'
import { renderNoticeMail } from './render-notice-mail.ts'
import type { Secrets } from './secrets.ts'
import type { Suppression } from './subscriber.ts'
import { boundTo, issueToken, type TokenPurpose } from './token.ts'

/** An issue that everyone can read on the web. */
export type PublicIssue = { readonly title: string; readonly url: string }

/** What some notices contain. */
export type NoticeContents = {
  /** The newest issue of the subscriber's digest, for the welcome mail. */
  readonly latest?: PublicIssue | undefined
  /** All that is stored about the subscriber, for the mail with their data. */
  readonly data?: unknown
  /** The suppression that ends if the reader confirms. */
  readonly lifts?: Suppression | undefined
}

/** Notices that come from the digest: the others are about the person's data and address. */
const aboutDigest: ReadonlySet<string> = new Set(['confirm', 'alreadySubscribed', 'welcome', 'goodbye', 'stay'])

/**
 * Composes the notice mail that a message asks for, in the reader's language. If the message does not name one, a
 * pending subscriber gets a mail to confirm, and a confirmed subscriber gets one that says that they are subscribed. If
 * their mailbox had bounced, both get a mail to confirm.
 */
export function composeNoticeMail(
  site: Site,
  reader: NoticeReader,
  message: ConfirmationMessage,
  secrets: Secrets,
  now: Date,
  { latest, data, lifts }: NoticeContents = {},
): Mail {
  const { publication } = site
  const messages = messagesFor(reader.language, publication.language)
  const kind = message.notice ?? (reader.state === 'pending' || lifts ? 'confirm' : 'alreadySubscribed')
  const to = reader.address
  const texts = messages.mail[kind]
  const values = { address: to, digest: digestTitle(publication, reader.digest, messages.locale) }
  const link = (path: string, purpose: TokenPurpose, bound?: string) =>
    `${site.url}/${path}?t=${encodeURIComponent(issueToken(secrets, purpose, reader.id, now, bound))}`
  const actions: Record<typeof kind, () => string> = {
    confirm: () => link('confirm', 'confirm', lifts && boundToBounce(lifts)),
    alreadySubscribed: () => link('preferences', 'preferences'),
    welcome: () => latest?.url ?? `${site.url}/`,
    goodbye: () => `${site.url}/subscribe/`,
    approveMove: () => link('address', 'address', boundTo(to, secrets)),
    confirmMove: () => link('address', 'move', boundTo(to, secrets)),
    moved: () => link('preferences', 'preferences'),
    movedAway: () => link('preferences', 'preferences'),
    export: () => link('preferences', 'preferences'),
    stay: () => link('confirm', 'stay'),
    erased: () => `${site.url}/subscribe/`,
  }
  const hasLatest = kind === 'welcome' && latest !== undefined
  const usual = {
    subject: cleanLine(texts.subject({ publication: publication.title })),
    heading: texts.heading,
    explanation: cleanLine(
      hasLatest ? messages.mail.welcome.latest({ ...values, issue: latest.title }) : texts.explanation(values),
    ),
  }
  const own = kind === 'confirm' ? undefined : mailedName({ confirmedAt: undefined, ...reader })
  const name = own && isolateName(own, messages.direction === 'rtl')
  const notice = {
    to,
    ...applyWording(usual, kind, publication, { locale: messages.locale, digest: values.digest, name }),
    action: { label: texts.action, url: actions[kind]() },
    ignore: texts.ignore,
    links:
      kind === 'welcome' || kind === 'stay'
        ? { preferences: link('preferences', 'preferences'), unsubscribe: link('unsubscribe', 'unsubscribe') }
        : undefined,
    sender: aboutDigest.has(kind) ? publication.digests[reader.digest] : undefined,
    attachment: kind === 'export' ? jsonFile('my-subscription.json', data) : undefined,
  }
  return {
    source: publication.sender.address,
    destination: to,
    raw: renderNoticeMail(site, messages, notice, { id: message.requestId, at: now.toISOString() }),
    tags: { notice: 'confirmation' },
  }
}

function jsonFile(name: string, content: unknown): Attachment {
  return { name, type: 'application/json', content: `${JSON.stringify(content, undefined, 2)}\n` }
}
