import { html } from 'hono/html'
import type { DigestName } from '../../core/publication.ts'
import { countOf } from '../../core/text/count-of.ts'
import { type Draft, draftIssue } from '../../operations/digest/draft-issue.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { countdown, instant } from '../frame/parts.ts'
import { loadPart } from '../frame/trouble.ts'

/** Titles of a digest's articles that are shown. */
const mostTitles = 3

type NextIssue = Draft & { readonly digest: DigestName }

/** Renders the next issue of each digest, the earliest first: when it goes out, to whom, and what is in it. */
export async function nextIssues(stack: Stack): Promise<Html> {
  const digests = Object.keys(stack.site.publication.digests)
  const issues = await Promise.all(
    digests.map(async (digest) => {
      let place = 'z'
      const content = await loadPart(`The next issue of ${digest}`, stack, async () => {
        const next = { digest, ...(await draftIssue(digest, stack)) }
        place = rank(next)
        return nextIssue(next)
      })
      return { place, content }
    }),
  )
  const sorted = issues.toSorted((a, b) => a.place.localeCompare(b.place))
  return html`<ul class="next-issues">${sorted.map(({ content }) => html`<li>${content}</li>\n`)}</ul>`
}

/** Issues that have articles come first. A digest without a schedule comes last. */
function rank({ issue }: NextIssue): string {
  return `${issue.articles.length > 0 ? 0 : 1}${issue.nextAt ?? '9'}`
}

function nextIssue({ digest, issue, held }: NextIssue): Html {
  const { articles, nextAt } = issue
  const others = articles.length - mostTitles
  const isEmpty = articles.length === 0
  return html`<article class="card next-issue">
${!isEmpty && thumbnail(digest)}
<div>
<h3><a href="/digests/${digest}/">${digest}</a></h3>
<p class="when">${nextAt === undefined ? 'Goes out when you send it' : html`<strong>${countdown(nextAt)}</strong> <span class="meta">${instant(nextAt)}</span>`}</p>
${
  isEmpty
    ? html`<p class="meta">Nothing is pending, so no issue would be composed.</p>`
    : html`<p>${countOf(articles.length, 'article')}<span hx-get="/today/recipients/${digest}" hx-trigger="load"></span></p>
<ol class="titles">${articles.slice(0, mostTitles).map(({ title }) => html`<li><bdi>${title}</bdi></li>`)}</ol>
${others > 0 && html`<p class="meta">and ${others} more</p>`}`
}
${held > 0 && html`<p class="meta">${countOf(held, 'article')} left out</p>`}
</div></article>`
}

/** The mail as its readers will see it, made small. It is a picture: the link beside it opens the digest. */
function thumbnail(digest: DigestName): Html {
  return html`<div class="thumbnail" inert aria-hidden="true"><iframe src="/today/mail/${digest}" sandbox loading="lazy" tabindex="-1"
title="The next mail"></iframe></div>`
}
