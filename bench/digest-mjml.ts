import { readFile } from 'node:fs/promises'
import path from 'node:path'
import Handlebars from 'handlebars'
import mjml from 'mjml'
import { expandMjml, fillTheme, readTheme } from '../build/templates.ts'
import type { IssueView } from '../core/issues/view-issue.ts'
import { quantile, since } from './measure.ts'

const mails = path.join(path.dirname(import.meta.dirname), 'templates', 'mails')

/** Measures the milliseconds that MJML takes for the HTML part if our template is filled first and compiled then. */
export async function measureTemplate(view: IssueView): Promise<number> {
  const handlebars = Handlebars.create()
  const article = path.join(mails, 'partials', 'article.hbs')
  handlebars.registerPartial('article', fillTheme(await readFile(article, 'utf8'), await readTheme(mails), article))
  const source = handlebars.compile(await expandMjml(path.join(mails, 'digest.mjml')))
  return measureMjml(() => source(view))
}

/** Measures the milliseconds for a digest as usually written in MJML, with MJML elements for each article. */
export function measureElements(view: IssueView): Promise<number> {
  const quote = Handlebars.escapeExpression
  const articles = view.sections.flatMap((section) => section.articles)
  const element = (article: (typeof articles)[number]) => `<mj-section background-color="#ffffff"><mj-column>
    <mj-divider border-width="1px" border-color="#d8d1c3" />
    <mj-text font-size="21px"><a href="${quote(article.url)}">${quote(article.title)}</a></mj-text>
    <mj-text font-size="14px">${quote(article.about.join(' · '))}</mj-text>
    <mj-text>${quote(article.summary)}</mj-text>
    <mj-button href="${quote(article.url)}">${quote(view.words.readOn)}</mj-button>
  </mj-column></mj-section>`
  const source = `<mjml><mj-head><mj-title>${quote(view.subject)}</mj-title></mj-head><mj-body>${articles.map(element).join('\n')}</mj-body></mjml>`
  return measureMjml(() => source)
}

async function measureMjml(source: () => string): Promise<number> {
  const samples: number[] = []
  for (let n = 0; n < 30; n += 1) {
    const start = performance.now()
    await mjml(source(), { fonts: {}, validationLevel: 'skip' })
    samples.push(since(start))
  }
  return quantile(samples.slice(10), 0.5)
}
