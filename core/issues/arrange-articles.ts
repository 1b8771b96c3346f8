import { cleanLine } from '../text/clean-text.ts'
import { translate } from '../translated-text.ts'
import type { IssueArticle, Section } from './issue.ts'

export type ArrangedSection = { readonly title: string; readonly articles: readonly IssueArticle[] }

/**
 * Makes the first article the lead, unless it is retracted, and sorts the others into sections. An article belongs to the
 * first of the configured topics that it has; articles without any of them come last. Without topics there is one section
 * without a title.
 */
export function arrangeArticles(
  articles: readonly IssueArticle[],
  topics: readonly Section[],
  [language, fallback]: readonly [language: string, fallback: string],
  titleOfRest: string,
): { readonly lead: IssueArticle | undefined; readonly sections: readonly ArrangedSection[] } {
  const [first] = articles
  const lead = first?.status === 'retracted' ? undefined : first
  const others = articles.filter((article) => article !== lead)
  const sectionOf = (article: IssueArticle) =>
    topics.findIndex(({ slug }) => article.topics.some((topic) => topic.slug === slug))
  const titled = topics.map(({ name }, index) => ({
    title: capitalize(cleanLine(translate(name, language, fallback)), language),
    articles: others.filter((article) => sectionOf(article) === index),
  }))
  const sections = titled.filter((section) => section.articles.length > 0)
  const rest = others.filter((article) => sectionOf(article) === -1)
  if (rest.length > 0) sections.push({ title: sections.length > 0 ? titleOfRest : '', articles: rest })
  return { lead, sections }
}

/** Topics are in lower case, as in running text; section titles are not. */
function capitalize(name: string, language: string): string {
  const [first = ''] = name
  return first.toLocaleUpperCase(language) + name.slice(first.length)
}
