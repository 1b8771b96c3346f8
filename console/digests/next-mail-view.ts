import { html } from 'hono/html'
import type { Email } from 'postal-mime'
import type { DigestName } from '../../core/publication.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { getPerson } from '../../operations/people/find-person.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { sizeOf, tabs } from '../frame/parts.ts'
import { sandbox } from '../mail/mail-document.ts'

/** How the next mail of a digest is shown. */
export const views = ['desktop', 'phone', 'dark', 'text'] as const
export type View = (typeof views)[number]

const labels: Readonly<Record<View, string>> = { desktop: 'Desktop', phone: 'Phone', dark: 'Dark', text: 'Plain text' }

export type Shown = {
  readonly digest: DigestName
  readonly view: View
  /** The id of the subscriber as whom the mail is shown. */
  readonly as: string | undefined
}

export function readView(text: string | undefined): View {
  return views.find((view) => view === text) ?? 'desktop'
}

/** The next mail of a digest, or why there is none. */
export type NextMail =
  | {
      readonly email: Email
      readonly bytes: number
      readonly isSample: boolean
      readonly warnings: readonly string[]
      /** The address of the subscriber as whom it is shown. */
      readonly reader: string | undefined
    }
  | { readonly problem: string; readonly reader: string | undefined }

/** Renders the next mail exactly as it would be submitted, with the recipient's links disabled. */
export async function readNextMail({ digest, as }: Pick<Shown, 'digest' | 'as'>, stack: Stack): Promise<NextMail> {
  // They need the compiled templates, which a first start has not built yet when it loads the console.
  const { draftMail } = await import('../../operations/digest/draft-mail.ts')
  const { default: PostalMime } = await import('postal-mime')
  const person = as === undefined ? undefined : await getPerson(as, stack)
  if (as !== undefined && !person) return { problem: 'This subscriber does not exist any more.', reader: undefined }
  const reader = person?.address
  try {
    const draft = await draftMail(digest, reader, stack)
    const mail = draft.mailTo(reader ?? 'reader@example.org')
    const warnings = draft.variant.warnings.map(({ message }) => message)
    return { email: await PostalMime.parse(mail), bytes: mail.byteLength, isSample: draft.isSample, warnings, reader }
  } catch (error) {
    if (error instanceof CommandFailure) return { problem: error.message, reader }
    throw error
  }
}

export function mailHref({ digest, view, as }: Shown, page = ''): string {
  const query = new URLSearchParams({ view, ...(as !== undefined && { as }) })
  return `/digests/${digest}/${page}?${query}`
}

/** Renders the next mail with tabs for how it can be shown. */
export function nextMailView(shown: Shown, mail: NextMail): Html {
  const links = views.map((view) => ({ name: view, label: labels[view], href: `${mailHref({ ...shown, view })}#mail` }))
  return html`<section id="mail" aria-label="The next mail">
${
  'problem' in mail
    ? html`<p class="nothing">${mail.problem}</p>`
    : html`${subjectLine(mail)}
${tabs('How the mail is shown', links, shown.view)}
${frame(shown, mail)}`
}
${readerForm(shown, mail.reader)}
</section>`
}

function subjectLine({ email, bytes, isSample, warnings }: Extract<NextMail, { email: Email }>): Html {
  const { subject = '', from } = email
  return html`${isSample && html`<p class="meta">Nothing is pending. To show what a mail looks like, this one has the newest articles.</p>`}
<p class="subject"><bdi>${subject}</bdi></p>
<p class="meta">From <bdi>${from?.name ?? ''}</bdi> &lt;${from?.address ?? ''}&gt; · ${sizeOf(bytes)}</p>
${warnings.map((warning) => html`<p class="banner">${warning}</p>`)}`
}

function frame(shown: Shown, { email }: Extract<NextMail, { email: Email }>): Html {
  if (shown.view === 'text') return html`<pre class="mail-text" dir="auto" tabindex="0">${email.text ?? ''}</pre>`
  return html`<iframe class="mail ${shown.view}" sandbox="${sandbox}" src="${mailHref(shown, 'mail')}" title="The next mail"></iframe>`
}

function readerForm({ digest, view }: Shown, reader: string | undefined): Html {
  return html`<form class="filter" method="post" action="/digests/${digest}/as">
<input type="hidden" name="view" value="${view}">
<p><label for="as">As a subscriber gets it</label><input id="as" name="address" type="email" required autocomplete="off" placeholder="ada@example.org" value="${reader ?? ''}"></p>
<p><button class="second">Show</button>${reader !== undefined && html` <a class="button" href="/digests/${digest}/?view=${view}#mail">As everybody</a>`}</p>
</form>`
}
