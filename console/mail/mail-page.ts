import { html } from 'hono/html'
import { type Attachment, decodeWords, type Email } from 'postal-mime'
import type { Mail } from '../console-sources.ts'
import type { Html } from '../frame/page.ts'
import { facts, instant, sizeOf, tabs } from '../frame/parts.ts'
import { explainHeader } from './header-notes.ts'
import { bytesOf, sandbox } from './mail-document.ts'
import { mailHref } from './mail-list.ts'

/** A mail to show. `email` is an error if the parser rejected the mail; then only its source is shown. */
export type ParsedMail = { readonly mail: Mail; readonly bytes: Buffer; readonly email: Email | Error }

const parts = [
  { name: 'html', label: 'Desktop' },
  { name: 'phone', label: 'Phone' },
  { name: 'dark', label: 'Dark' },
  { name: 'text', label: 'Text' },
  { name: 'headers', label: 'Headers' },
  { name: 'source', label: 'Source' },
] as const

type Tab = (typeof parts)[number]['name']

/** Renders one mail. @param tabName default: HTML, text or headers, whichever the mail has first */
export function mailPage(read: ParsedMail, tabName: string | undefined): Html {
  const { mail, email } = read
  const tab = parts.find(({ name }) => name === tabName)?.name ?? bestTab(email)
  return html`${facts([
    ['From', mail.source],
    ['To', mail.destinations.join(', ')],
    ['Accepted', instant(mail.at)],
    ['File', `${mail.file}, ${sizeOf(mail.size)}`],
    ...(email instanceof Error || !email.html ? [] : [['HTML', describeSize(email.html)] as const]),
    ...Object.entries(mail.tags).map(([name, value]) => [`Tag ${name}`, value] as const),
  ])}
${tabs(
  'Parts of the mail',
  parts.map((part) => ({ ...part, href: `${mailHref(mail.id)}?tab=${part.name}` })),
  tab,
)}
${email instanceof Error ? unreadable(read, email) : showTab(tab, read, email)}
${!(email instanceof Error) && attachmentList(mail, email.attachments)}`
}

function bestTab(email: Email | Error): Tab {
  if (email instanceof Error) return 'source'
  if (email.html) return 'html'
  return email.text ? 'text' : 'headers'
}

function showTab(tab: Tab, read: ParsedMail, { html: body, text, headers }: Email): Html {
  switch (tab) {
    case 'html':
    case 'phone':
    case 'dark':
      return body ? sandboxedMail(read.mail, tab) : html`<p class="nothing">This mail has no HTML.</p>`
    case 'text':
      return text
        ? html`<pre class="text" dir="auto">${text}</pre>`
        : html`<p class="nothing">This mail has no text.</p>`
    case 'headers':
      return headerList(headers)
    case 'source':
      return source(read)
  }
}

/** Bytes of HTML after which Gmail hides the rest of a mail, and with it the link to unsubscribe. */
const clippedByGmail = 102_000

function describeSize(html: string): string {
  const bytes = Buffer.byteLength(html)
  const share = `${sizeOf(bytes)}, ${Math.round((bytes / clippedByGmail) * 100)} % of what Gmail shows`
  return bytes > clippedByGmail ? `${share}: Gmail hides the rest` : share
}

function headerList(headers: Email['headers']): Html {
  return html`<dl class="headers">${headers.map(({ originalKey, value }) => {
    const note = explainHeader(originalKey)
    return html`<dt>${originalKey}</dt><dd><bdi>${decodeWords(value)}</bdi>${note !== undefined && html`<p class="meta">${note}</p>`}</dd>\n`
  })}</dl>`
}

function sandboxedMail({ id, subject }: Mail, look: 'html' | 'phone' | 'dark'): Html {
  const address = `${mailHref(id)}html${look === 'dark' ? '?scheme=dark' : ''}`
  return html`<iframe class="mail ${look}" sandbox="${sandbox}" src="${address}" title="${subject}"></iframe>
<p class="meta">Scripts and forms are off; links open in a new tab. <a href="${address}">Open the mail alone</a></p>`
}

function source({ mail, bytes }: Pick<ParsedMail, 'mail' | 'bytes'>): Html {
  return html`<p class="meta"><a href="${mailHref(mail.id)}source">Open as plain text</a></p>
<pre>${bytes.toString()}</pre>`
}

function unreadable(read: ParsedMail, error: Error): Html {
  return html`<p>This mail cannot be parsed: ${error.message}</p>\n${source(read)}`
}

function attachmentList({ id }: Mail, attachments: readonly Attachment[]): Html {
  if (attachments.length === 0) return html``
  const entries = attachments.map((attachment, n) => {
    const about = `${attachment.mimeType}, ${sizeOf(bytesOf(attachment).length)}`
    return html`<li><a href="${mailHref(id)}attachments/${n}" download><bdi>${attachmentName(attachment)}</bdi></a> ${about}</li>\n`
  })
  return html`<h2>Attachments</h2>\n<ul>${entries}</ul>`
}

export function attachmentName({ filename, contentId }: Attachment): string {
  return filename || contentId?.replace(/^<|>$/g, '') || 'attachment'
}
