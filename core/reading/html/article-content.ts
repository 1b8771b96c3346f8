import type { Element, Root } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import type { Image } from '../manuscript.ts'
import { classesOf, nameIn, words } from './element-names.ts'
import { frameKind, frameTags } from './frame-names.ts'
import { measureProse } from './prose.ts'

/** The parts of a page that matter. */
export type PageParts = {
  /** The article with its header, which states its title, author and date. */
  readonly scope: Element | Root
  /** Its text; the scope itself if nothing separates the two. */
  readonly content: Element | Root
}

const contentNames = words(`e-content entry-content post-content post-body post-full-content gh-content article-content
  article-body article__body article__content post__content post__body postbody story-body story-content entry-body
  blog-post-content blog-post-body blog-item-content available-content td-post-content post_content articlebody
  storycontent field--name-body wiki-content readability-page-1 moz-reader-content en-note`)

/** Characters of sentences. Below, a page says nothing about its parts. */
const leastProse = 500
/** An element with a smaller part of the sentences is a teaser, a widget or the like. */
const smallestPart = 0.1

/** Finds the article of a page. A page with several articles is an overview, and its article is its main content. */
export function findArticle(document: Root): PageParts {
  const prose = measureProse(document)
  const all = prose.get(document) ?? 0
  const isLarge = (element: Element | undefined) =>
    element && (all < leastProse || (prose.get(element) ?? 0) >= all * smallestPart) ? element : undefined
  const articles = outermost(document, ({ tagName }) => tagName === 'article')
  const article = isLarge(onlyOne(articles) ?? onlyOne(articles.filter((element) => has(element, 'h1'))))
  const main = isLarge(
    outermost(document, ({ tagName, properties }) => tagName === 'main' || properties.role === 'main')[0],
  )
  const body = elementsOf(document).find(({ tagName }) => tagName === 'body')
  const content = isLarge(
    onlyOne(outermost(article ?? document, isContent).filter((element) => textOf(element).trim() !== '')),
  )
  const scope = [article, main, body].find((element) => element && (!content || contains(element, content)))
  return { scope: scope ?? document, content: content ?? scope ?? document }
}

function isContent(element: Element): boolean {
  const role = property(element, 'itemprop') === 'articleBody' || property(element, 'data-field') === 'body'
  const isNotion = element.properties.className !== undefined && classesOf(element).includes('page-body')
  return role || isNotion || property(element, 'data-hook') === 'post-description' || !!nameIn(element, contentNames)
}

/** Lists the matching elements that are neither inside of another one nor in the frame of the page. */
function outermost(parent: Root | Element, matches: (element: Element) => boolean): readonly Element[] {
  return parent.children.flatMap((child) => {
    if (child.type !== 'element' || frameTags.has(child.tagName) || frameKind(child)) return []
    return matches(child) ? [child] : outermost(child, matches)
  })
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined
}

function has(element: Element, tagName: string): boolean {
  return elementsOf(element).some((inner) => inner.tagName === tagName)
}

export function contains(element: Element | Root, other: Element | Root): boolean {
  return elementsOf(element).some((inner) => inner === other)
}

/** Returns the picture in the header of an article, above its text. */
export function leadImage({ scope, content }: PageParts): Image | undefined {
  if (scope === content) return undefined
  for (const element of elementsOf(scope)) {
    if (element === content) return undefined
    const url = element.tagName === 'img' ? property(element, 'src') : undefined
    const isIcon =
      /^(?:avatar|icon|logo)/.test(classesOf(element).join(' ')) || Number(property(element, 'width') ?? 400) < 200
    if (url !== undefined && !isIcon && !url.startsWith('data:')) return { url, alt: property(element, 'alt') ?? '' }
  }
  return undefined
}
