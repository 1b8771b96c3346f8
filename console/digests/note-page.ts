import { html } from 'hono/html'
import type { InsertKind } from '../../core/issues/insert-record.ts'
import type { DigestName } from '../../core/publication.ts'
import type { UploadedText } from '../../operations/digest/upload-insert.ts'
import type { Html } from '../frame/page.ts'
import { rows, stateBadge } from '../frame/parts.ts'

const example: Readonly<Record<InsertKind, string>> = {
  note: `---
subject: What the subject of the mail says
preheader: What inboxes show after it
---
Dear readers, …`,
  sponsor: `---
title: The sponsor
---
A text in Markdown, with a [link](https://example.org/).`,
}

/** Renders the form for the note or the sponsor's text of the next issue, with the receipt of its last upload. */
export function notePage(
  digest: DigestName,
  kind: InsertKind,
  uploaded: UploadedText | undefined,
  waits: boolean,
): Html {
  const { source = '', receipt } = uploaded ?? {}
  return html`<p class="meta lead">${
    kind === 'note'
      ? 'A note opens the next issue. Its front matter may give the mails another subject and preheader.'
      : 'A sponsor’s text is labelled as such in the next issue.'
  } ${waits ? 'This text waits for the next issue.' : uploaded && 'No text is waiting: this one was used in an issue, or was rejected.'}</p>
${
  receipt &&
  html`<p>${stateBadge(receipt.state)}</p>
${rows(
  receipt.problems.map(
    ({ message, severity, line, fix }) =>
      html`<span class="name">${stateBadge(severity)} ${line !== undefined && `Line ${line}: `}${message}</span>${fix !== undefined && html`<span class="meta">${fix}</span>`}`,
  ),
  'Its receipt has no problems.',
)}`
}
<form class="fields note" method="post" action="/digests/${digest}/${kind}/">
<p><label for="text">Markdown</label>
<textarea id="text" name="text" rows="14" spellcheck="true" placeholder="${example[kind]}">
${source}</textarea>
<span class="hint">An empty text removes it. It is uploaded as <code>issues/${digest}${kind === 'sponsor' ? '.sponsor' : ''}.md</code>.</span></p>
<p class="buttons"><button>Upload</button> <a class="button" href="/digests/${digest}/">Back</a></p>
</form>`
}
