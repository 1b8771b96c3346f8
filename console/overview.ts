import { html } from 'hono/html'
import { feedFiles, urlOf } from '../core/feeds/addresses.ts'
import type { Stack } from '../operations/stack.ts'
import type { MailBox } from './console-sources.ts'
import { failureBanner } from './failure-banner.ts'
import type { Html } from './frame/page.ts'
import { facts } from './frame/parts.ts'
import { newestIssues } from './issue-list.ts'
import { newestMails } from './mail/mail-list.ts'
import { pausedBanners } from './paused-banner.ts'
import { listReceipts } from './read-receipts.ts'
import { receiptRows } from './receipt-list.ts'
import { removedBanner } from './removed-banner.ts'
import { uploadForm } from './uploads/upload-form.ts'

/** Renders the addresses of the site, feeds and endpoint, and the latest receipts, issues and mails. */
export async function overview(stack: Stack, ses: MailBox): Promise<Html> {
  const [{ receipts, complete }, issues] = await Promise.all([listReceipts(stack.uploads), newestIssues(stack, 4)])
  return html`${await failureBanner(stack)}
${await pausedBanners(stack)}
${await removedBanner(stack)}
${addresses(stack)}
${uploadForm()}
<div class="columns">
<section><h2><a href="/receipts/">Receipts</a></h2>
${!complete && html`<p class="meta">There are too many to read all of them; the newest may be missing.</p>`}
${receiptRows(receipts.slice(0, 8), 'Nothing has been uploaded yet.')}</section>
<section><h2><a href="/mail/">Mail</a></h2>
${newestMails(ses, 8)}</section>
<section><h2><a href="/issues/">Issues</a></h2>
${issues}</section>
</div>`
}

function addresses({ site, settings }: Stack): Html {
  const link = (url: string) => html`<a href="${url}">${url}</a>`
  return facts([
    ['Site', link(`${site.url}/`)],
    ['RSS', link(urlOf(site, feedFiles.rss))],
    ['Atom', link(urlOf(site, feedFiles.atom))],
    ['JSON Feed', link(urlOf(site, feedFiles.json))],
    ['AWS endpoint', html`<code>${new URL(settings.ingestQueueUrl).origin}</code>`],
    ['Uploads', html`<code>s3://${settings.uploadsBucket}/articles/</code>`],
  ])
}
