import type { Image } from '../articles/article.ts'
import type { Publication } from '../publication.ts'
import type { Words } from '../words.ts'
import { cleanLine, cleanText, shortenLine } from './clean-line.ts'
import { formatArticleDate } from './format-date.ts'
import type { Insert, IssueArticle, IssueSettings } from './issue.ts'

export const longestTitle = 300

/** How much of an article a mail shows. */
export type ArticleExtent = {
  readonly isLead: boolean
  readonly withBody: boolean
  /** Of the summary, in UTF-16 code units. */
  readonly summary: number
}

export type ArticleView = ReturnType<typeof viewArticle>

export function viewArticle(
  publication: Publication,
  words: Words,
  settings: IssueSettings,
  article: IssueArticle,
  extent: ArticleExtent,
) {
  const isHeadline = settings.layout === 'headlines'
  const showsImage = settings.images === 'all' || (settings.images === 'lead' && extent.isLead)
  const body = extent.withBody ? article.body : undefined
  return {
    title: shortenLine(cleanLine(article.title), longestTitle),
    about: aboutArticle(publication, words, article),
    summary: isHeadline || body ? '' : shortenLine(cleanLine(article.summary), extent.summary),
    body: cleanText(body?.email ?? ''),
    /** Of the body, for the text part. */
    text: cleanText(body?.text ?? ''),
    url: article.url,
    image: showsImage && viewImage(article.image, body?.email),
    isHeadline: isHeadline || body !== undefined,
    ...(extent.isLead ? { size: '26px', leading: '33px' } : { size: '21px', leading: '28px' }),
    ...viewDirection(article),
  }
}

/** An image that the text itself shows is not shown twice. */
export function viewImage(image: Image | undefined, body = '') {
  if (!image || !/^https?:/.test(image.url) || body.includes(image.url.replaceAll('&', '&amp;'))) return false
  return { url: image.url, alt: cleanLine(image.alt) }
}

export function viewDirection({ language, direction }: Pick<Insert, 'language' | 'direction'>) {
  return { language, direction, align: direction === 'rtl' ? 'right' : 'left' }
}

function aboutArticle({ timeZone }: Publication, { locale }: Words, article: IssueArticle): readonly string[] {
  const date = formatArticleDate({ language: locale, timeZone }, article.date)
  const parts = [listNames(article.authors, 3), date, listNames(article.topics, 5)]
  return parts.filter((part) => part !== '')
}

function listNames(named: readonly { readonly name: string }[], most: number): string {
  const names = named.map(({ name }) => shortenLine(cleanLine(name), 60)).filter((name) => name !== '')
  return names.length > most ? `${names.slice(0, most).join(', ')}, …` : names.join(', ')
}
