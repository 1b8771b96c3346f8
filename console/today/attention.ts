import { html } from 'hono/html'
import type { Finding } from '../../core/diagnosis/finding.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { UploadIndex } from '../../operations/articles/upload-index.ts'
import type { Stack } from '../../operations/stack.ts'
import { uploadHref } from '../articles/addresses.ts'
import { pausedBanners } from '../digests/paused-banner.ts'
import { failureBanner } from '../failure-banner.ts'
import type { Html } from '../frame/page.ts'
import { loadPart } from '../frame/trouble.ts'
import { removedBanner } from '../removed-banner.ts'

/** Rejected uploads that are named. */
const mostNamed = 3

/** Renders what the operator or an editor has to do something about. @param issues the newest ones */
export async function attention(
  stack: Stack,
  index: Pick<UploadIndex, 'list'>,
  issues: Promise<readonly IssueRecord[]>,
): Promise<Html> {
  const parts = await Promise.all([
    loadPart('Failed messages', stack, () => failureBanner(stack)),
    loadPart('Paused issues', stack, async () => pausedBanners(await issues)),
    loadPart('Readers of removed digests', stack, () => removedBanner(stack)),
    loadPart('Rejected uploads', stack, () => rejectedUploads(index)),
  ])
  const text = parts.map(String).join('').trim()
  return text === '' ? html`<p class="calm">Nothing needs your attention.</p>` : html`${parts}`
}

/** Renders which uploads were rejected, the newest first. Returns an empty text if none were. */
async function rejectedUploads(index: Pick<UploadIndex, 'list'>): Promise<Html | ''> {
  const { uploads } = await index.list()
  const rejected = uploads.filter(({ summary }) => summary?.state === 'rejected')
  if (rejected.length === 0) return ''
  const names = rejected
    .slice(0, mostNamed)
    .map(({ key }) => html`<li><a href="${uploadHref(key)}"><bdi>${key}</bdi></a></li>`)
  return html`<div class="banner" role="status"><p>${countOf(rejected.length, 'upload')} ${
    rejected.length === 1 ? 'was' : 'were'
  } <a href="/articles/?state=rejected">rejected</a> and not published:</p><ul>${names}</ul></div>`
}

/** Renders how many problems doctor has found. Returns an empty text if there are none. */
export function faultBanner(findings: readonly Finding[]): Html {
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length
  const problems = count('problem')
  const warnings = count('warning')
  if (problems + warnings === 0) return html``
  const parts = [
    ...(problems > 0 ? [countOf(problems, 'problem')] : []),
    ...(warnings > 0 ? [countOf(warnings, 'warning')] : []),
  ]
  return html`<div class="banner" role="status"><p><a href="/health/">${parts.join(' and ')}</a> may keep mails or feeds from readers.</p></div>`
}
