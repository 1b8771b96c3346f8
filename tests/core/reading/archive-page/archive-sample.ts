import { toHtml } from 'hast-util-to-html'
import { accepted, rules } from '../sample.ts'

export const title = 'Old sorting office stays open'
export const paragraph =
  'The council has decided to keep the old sorting office open for another year, although hardly anybody believes that the money for its roof will be found before the winter.'
export const second =
  'Residents who spoke at the meeting were divided, and several of them left before the vote was taken, saying that they had heard it all before.'
/** The first paragraph as HTML. */
export const body = `<p>${paragraph}</p>`

/** Joins the parts of an archive page with empty lines and reads the page. */
export function page(...parts: readonly string[]) {
  const parsed = accepted('page.txt', parts.join('\n\n'))
  const topics = parsed.manuscript.topics.map(({ name }) => name)
  const authors = parsed.manuscript.authors.map(({ name }) => name)
  return { ...parsed.manuscript, topics, authors, html: toHtml(parsed.body), rules: rules(parsed) }
}
