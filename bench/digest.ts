import { digest, digestTxt } from '#templates/mails'
import type { Issue } from '../core/issues/issue.ts'
import { viewIssueText } from '../core/issues/render-issue-text.ts'
import { renderIssue, renderVariant } from '../core/issues/render-variant.ts'
import { type Extent, type VariantContents, viewIssue } from '../core/issues/view-issue.ts'
import { messagesFor } from '../core/text/locales.ts'
import { benchAudience } from './digest-audience.ts'
import { measureElements, measureTemplate } from './digest-mjml.ts'
import { manyTopics, siteOfTopics } from './digest-samples.ts'
import { quantile } from './measure.ts'

const words = messagesFor('en')
const rounds = 400
/** What one more distinct set of articles costs, against the bare template functions and against MJML itself. */
export async function benchDigest(): Promise<void> {
  for (const count of [10, 30]) await benchContentSet(count)
  benchAudience()
}

async function benchContentSet(count: number): Promise<void> {
  const site = siteOfTopics()
  const issue = manyTopics(site, 2 * count)
  const extent: Extent = { articles: count, bodies: 0, summary: 600 }
  const sets = Array.from({ length: 2 * count }, (_, n) => subset(issue, n, count))
  /** Another one each time. */
  const chosen = (n: number): VariantContents => sets[n % sets.length] ?? subset(issue, n, count)
  const view = viewIssue(site, issue, chosen(0), words, extent)
  const textView = viewIssueText(site, view)
  const fill = measure(() => void [digest(view), digestTxt(textView)])
  const render = measure((n) => void renderIssue(site, issue, chosen(n), words, extent))
  const html = measure((n) => void digest(viewIssue(site, issue, chosen(n), words, extent)))
  const whole = measure((n) => {
    const ids = chosen(n).articles.map(({ id }) => id)
    renderVariant(site, issue, ids)
  })
  const elements = await measureElements(view)
  const template = await measureTemplate(view)
  const ratio = (a: number, b: number) => (a / b).toFixed(2)
  const kilobytes = Math.round((digest(view).length + digestTxt(textView).length) / 1000)
  console.log(`  ${count} articles, ${kilobytes} KB:`)
  console.log(`    the template functions’ own fill of both parts ${fill.toFixed(3)} ms`)
  console.log(
    `    one more distinct content set rendered ${render.toFixed(3)} ms: ${ratio(render, fill)} of the fill (limit 1.5)`,
  )
  console.log(`    and MIME-encoded ${whole.toFixed(3)} ms: ${ratio(whole, fill)} of the fill`)
  console.log(
    `    the HTML part alone ${html.toFixed(3)} ms; by MJML with its elements for each article ${elements.toFixed(1)} ms,`,
  )
  console.log(
    `      ${ratio(elements, html)} times as long (limit 60), from our own template ${ratio(template, html)} times`,
  )
}

function subset({ articles }: Issue, n: number, count: number): VariantContents {
  const kept = articles.filter((_article, index) => (index + n) % 2 === 0 || index === n)
  return { articles: kept.slice(0, count), corrections: [] }
}

/** Milliseconds, the median. */
function measure(run: (n: number) => void): number {
  for (let n = 0; n < 200; n += 1) run(n)
  const samples = Array.from({ length: rounds }, (_, n) => {
    const begun = performance.now()
    run(n)
    return performance.now() - begun
  })
  return quantile(samples, 0.5)
}
