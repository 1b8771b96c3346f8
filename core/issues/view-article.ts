import { fitPicture, mailColumn } from '../html/fit-picture.ts'
import { showsImage } from '../html/shows-image.ts'
import type { Publication } from '../publication.ts'
import type { Image } from '../reading/manuscript.ts'
import { cleanLine, cleanText, cutAtWord } from '../text/clean-text.ts'
import { formatArticleDate } from '../text/format-date.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { wrapText } from '../text/wrap-text.ts'
import type { Insert, IssueArticle, IssueSettings } from './issue.ts'

const longestTitle = 300

const titles = new WeakMap<object, string>()

/** Returns the title as one line of limited length. */
export function titleOf(titled: { readonly title: string }): string {
  const title = titles.get(titled) ?? cutAtWord(cleanLine(titled.title), longestTitle)
  titles.set(titled, title)
  return title
}

/** How much of an article a mail shows. */
export type ArticleExtent = {
  readonly isLead: boolean
  readonly withBody: boolean
  /** Maximum length of the summary in UTF-16 code units. */
  readonly summary: number
}

export type ArticleView = ReturnType<typeof view>

/** Views by article: most variants of an issue show an article in the same way. */
const cache = new WeakMap<IssueArticle, Map<string, ArticleView>>()

/** Returns the values that the templates show of an article. */
export function viewArticle(
  publication: Publication,
  messages: LocaleMessages,
  settings: IssueSettings,
  article: IssueArticle,
  extent: ArticleExtent,
): ArticleView {
  const views = cache.get(article) ?? new Map<string, ArticleView>()
  cache.set(article, views)
  const name = [
    publication.timeZone,
    messages.locale,
    settings.layout,
    settings.images,
    ...Object.values(extent),
  ].join()
  const cached = views.get(name) ?? view(publication, messages, settings, article, extent)
  views.set(name, cached)
  return cached
}

function view(
  publication: Publication,
  messages: LocaleMessages,
  settings: IssueSettings,
  article: IssueArticle,
  extent: ArticleExtent,
) {
  const isHeadline = settings.layout === 'headlines'
  const hasImage = settings.images === 'all' || (settings.images === 'lead' && extent.isLead)
  const body = extent.withBody ? article.body : undefined
  const about = aboutArticle(publication, messages, article)
  const summary = isHeadline || body ? '' : cutAtWord(cleanLine(article.summary), extent.summary)
  return {
    title: titleOf(article),
    about,
    summary,
    body: cleanText(body?.email ?? ''),
    /** For the text part. */
    inText: { about: wrapText(about.join(' · ')), summary: wrapText(summary), body: cleanText(body?.text ?? '') },
    url: article.url,
    image: hasImage && viewImage(article.image, mailColumn, body?.email),
    isHeadline: isHeadline || body !== undefined,
    ...(extent.isLead ? { size: '26px', leading: '33px' } : { size: '21px', leading: '28px' }),
    ...viewDirection(article),
  }
}

/** Returns false if there is no image, or if the text itself shows it. @param column pixels */
export function viewImage(image: Image | undefined, column: number, body = '') {
  if (!image || !/^https?:/.test(image.url) || showsImage(body, image.url)) return false
  const width = fitPicture(image, column)
  // A picture of unknown size is shown as it is, if the column is wide enough.
  const size = image.width === undefined ? 'width:auto;max-width:100%' : `width:100%;max-width:${width}px`
  return { url: image.url, alt: cleanLine(image.alt), width, size }
}

export function viewDirection({ language, direction }: Pick<Insert, 'language' | 'direction'>) {
  const isRtl = direction === 'rtl'
  return { language, direction, align: isRtl ? 'right' : 'left', words: isRtl ? 'words rtl' : 'words' }
}

function aboutArticle({ timeZone }: Publication, { locale }: LocaleMessages, article: IssueArticle): readonly string[] {
  const date = formatArticleDate({ language: locale, timeZone }, article.date)
  const parts = [listNames(article.authors, 3), date, listNames(article.topics, 5)]
  return parts.filter((part) => part !== '')
}

function listNames(named: readonly { readonly name: string }[], most: number): string {
  const names = named.map(({ name }) => cutAtWord(cleanLine(name), 60)).filter((name) => name !== '')
  return names.length > most ? `${names.slice(0, most).join(', ')}, …` : names.join(', ')
}
