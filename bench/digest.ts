import { digest, digestTxt } from '#templates/mails'
import type { Issue } from '../core/issues/issue.ts'
import { viewIssueText } from '../core/issues/render-issue-text.ts'
import { renderIssue, renderVariant } from '../core/issues/render-variant.ts'
import { type Extent, type IssueView, type VariantContents, viewIssue } from '../core/issues/view-issue.ts'
import type { Site } from '../core/site.ts'
import { messagesFor } from '../core/text/locales.ts'
import { benchAudience } from './digest-audience.ts'
import { measureElements, measureTemplate } from './digest-mjml.ts'
import { manyTopics, siteOfTopics } from './digest-samples.ts'
import { quantile, since } from './measure.ts'

const messages = messagesFor('en')
const rounds = 400

/** Measures the cost of one more variant of an issue. Compares it with the bare template functions and with MJML. */
export async function benchDigest(): Promise<void> {
  for (const count of [10, 30]) await benchVariant(count)
  benchAudience()
}

async function benchVariant(count: number): Promise<void> {
  const site = siteOfTopics()
  const issue = manyTopics(site, 2 * count)
  const extent: Extent = { articles: count, bodies: 0, summary: 600 }
  const variants = Array.from({ length: 2 * count }, (_, n) => subset(issue, n, count))
  const view = viewIssue(site, issue, subset(issue, 0, count), messages, extent)
  const textView = viewIssueText(site, view)
  const fill = measure(() => void [digest(view), digestTxt(textView)])
  console.log(
    `  ${count} articles, ${Math.round((digest(view).length + digestTxt(textView).length) / 1000)} KB:\n    the template functions’ own fill of both parts ${fill.toFixed(3)} ms`,
  )
  const html = measureVariants(site, issue, variants, extent, fill)
  await compareMjml(view, html)
}

/** Measures rendering, with another variant in each round. Returns the milliseconds of the HTML part. */
function measureVariants(
  site: Site,
  issue: Issue,
  variants: readonly VariantContents[],
  extent: Extent,
  fill: number,
): number {
  const variant = (n: number): VariantContents => variants[n % variants.length] ?? subset(issue, n, extent.articles)
  const render = measure((n) => void renderIssue(site, issue, variant(n), messages, extent))
  const html = measure((n) => void digest(viewIssue(site, issue, variant(n), messages, extent)))
  const whole = measure((n) => {
    const ids = variant(n).articles.map(({ id }) => id)
    renderVariant(site, issue, ids)
  })
  console.log(
    `    one more variant rendered ${render.toFixed(3)} ms: ${(render / fill).toFixed(2)} of the fill (limit 1.5)\n    and MIME-encoded ${whole.toFixed(3)} ms: ${(whole / fill).toFixed(2)} of the fill`,
  )
  return html
}

async function compareMjml(view: IssueView, html: number): Promise<void> {
  const elements = await measureElements(view)
  const template = await measureTemplate(view)
  console.log(
    `    the HTML part alone ${html.toFixed(3)} ms; by MJML with its elements for each article ${elements.toFixed(1)} ms,\n      ${(elements / html).toFixed(2)} times as long (limit 60), from our own template ${(template / html).toFixed(2)} times`,
  )
}

function subset({ articles }: Issue, n: number, count: number): VariantContents {
  const selected = articles.filter((_article, index) => (index + n) % 2 === 0 || index === n)
  return { articles: selected.slice(0, count), corrections: [] }
}

/** Returns the median in milliseconds. */
function measure(run: (n: number) => void): number {
  for (let n = 0; n < 200; n += 1) run(n)
  const samples = Array.from({ length: rounds }, (_, n) => {
    const start = performance.now()
    run(n)
    return since(start)
  })
  return quantile(samples, 0.5)
}
