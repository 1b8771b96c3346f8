import { welcome as welcomeHtml, welcomeTxt } from '#templates/mails'
import { mailColumn } from '../html/fit-picture.ts'
import { toPlainText } from '../html/plain-text.ts'
import { digestTitle } from '../issues/issue.ts'
import { viewInsert, withNames } from '../issues/view-issue.ts'
import { mailFrame, padPreheader, textFrame } from '../mail/frame.ts'
import { isolateName } from '../mail/isolate-name.ts'
import { layOutTables } from '../mail/lay-out-tables.ts'
import { mailingHeaders, recipientHeaders } from '../mail/mailing-headers.ts'
import { boundaryOf, encodeAlternative } from '../mail/mime.ts'
import { fillNames, markNames, markNamesInHtml } from '../name-value.ts'
import type { Site } from '../site.ts'
import { cleanLine, cleanText, cutAtWord } from '../text/clean-text.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { messagesFor } from '../text/locales.ts'
import { wrapLines, wrapText } from '../text/wrap-text.ts'
import { welcomeId } from './plan-welcome.ts'
import type { WelcomeText } from './welcome-text.ts'

/** Whom a text is mailed to. */
export type WelcomeReader = {
  readonly id: string
  readonly address: string
  readonly digest: string
  /** BCP 47. */
  readonly language: string
  /** Undefined if they gave none. */
  readonly name?: string | undefined
}

/**
 * Renders the complete mail of a text of the welcome series.
 * @param tokens the reader's tokens, signed for these two purposes
 * @param at its date
 */
export function composeWelcomeMail(
  site: Site,
  number: number,
  text: WelcomeText,
  reader: WelcomeReader,
  tokens: { readonly preferences: string; readonly unsubscribe: string },
  at: string,
): Uint8Array {
  const { publication, url } = site
  const messages = messagesFor(reader.language, publication.language)
  const isRtl = messages.direction === 'rtl' || text.direction === 'rtl'
  const name = reader.name ? isolateName(reader.name, isRtl) : undefined
  const title = markNames(cleanLine(text.title))
  const link = (path: keyof typeof tokens) => `${url}/${path}?t=${encodeURIComponent(tokens[path])}`
  const plain = toPlainText(markNamesInHtml(cleanText(text.html)))
  const content = { ...withNames(viewInsert({ ...text, text: plain }, mailColumn)), title }
  const about = { digest: digestTitle(publication, reader.digest, messages.locale), address: reader.address }
  const view = {
    ...mailFrame(site, messages, title),
    preheader: padPreheader(cutAtWord(cleanLine(fillNames(plain, name).replace(/<[^<>\s]+>/g, '')), 140)),
    content,
    reason: cleanLine(messages.digest.subscribed(about)),
    words: messages.digest,
    preferencesUrl: link('preferences'),
    unsubscribeUrl: link('unsubscribe'),
  }
  const inText = {
    ...{ ...view, ...textFrame(site) },
    content: { title: wrapText(title), text: layOutTables(content.text, wrapLines) },
    reason: wrapText(view.reason),
  }
  const mailing = {
    id: welcomeId(number),
    digest: reader.digest,
    sender: publication.digests[reader.digest] ?? {},
    ...{ subject: undefined, language: messages.locale, at },
  }
  const headers = [
    mailingHeaders(site, mailing),
    recipientHeaders(site, mailing.id, {
      ...{ subscriberId: reader.id, address: reader.address, unsubscribeUrl: view.unsubscribeUrl },
      subject: fillNames(title, name),
    }),
  ].join('')
  const plainPart = fillNames(welcomeTxt(inText), name)
  const htmlPart = fillNames(welcomeHtml(view), name && escapeHtml(name))
  const body = encodeAlternative(boundaryOf(`${mailing.id}.${reader.id}`), plainPart, htmlPart)
  // The mail has no placeholders, so all its pieces are bytes.
  return Buffer.concat([Buffer.from(headers, 'latin1'), ...body.filter((piece) => piece instanceof Uint8Array)])
}
