import type { Element, Root } from 'hast'
import { elementsOf, lineOf, property } from '../../html/tree.ts'
import { nameIn, words } from './element-names.ts'
import { ownElements } from './page-dates.ts'

const nameClasses =
  words(`p-author author-name byline__name byline-name article-author gh-article-author-name post-author-name
  entry-author-name wp-block-post-author-name author_name pw-author-name`)
const bylineClasses = words('byline by-line post-byline article-byline author posted-by')

/** Returns the authors whom an article names in its byline. */
export function statedAuthors(scope: Element | Root): readonly string[] {
  const elements = ownElements(scope)
  const authors = elements.filter((element) => property(element, 'itemprop') === 'author')
  // The name of something else, such as a publisher, has the same `itemprop`.
  const inAuthor = new Set(authors.flatMap((element) => elementsOf(element)))
  const first = (matches: (element: Element) => boolean, isMarked = false) =>
    elements
      .filter(matches)
      .flatMap((element) => namesIn(lineOf(element), isMarked))
      .slice(0, 1)
  const sources = [
    first((element) => property(element, 'itemprop') === 'name' && inAuthor.has(element)),
    first((element) => property(element, 'itemprop') === 'author' && element.tagName !== 'meta'),
    first((element) => (property(element, 'rel') ?? '').split(' ').includes('author'), true),
    first((element) => nameIn(element, nameClasses) !== undefined, true),
    first((element) => nameIn(element, bylineClasses) !== undefined),
    first((element) => element.tagName === 'address'),
  ]
  return sources.find((names) => names.length > 0) ?? []
}

function namesIn(text: string, isMarked: boolean): readonly string[] {
  const name = text
    .slice(0, 200)
    .replace(
      /^(?:(?:written|posted|published|geschrieben|veröffentlicht|verfasst|publié|écrit|publicado|escrito) )?(?:by|von|par|por|di|door):?\s+|^aut(?:h?or(?:in)?|eur):?\s+/iu,
      '',
    )
    .split(/\s*[|·•]\s*|\s+on\s+|,\s*\d/)[0]
  // A name of one word may be a nickname.
  if (!name || name.length > 80 || /[@:/]/.test(name)) return []
  return (/^\p{Lu}|^\p{Lo}/u.test(name) && !/\d/.test(name)) || (isMarked && /^\p{L}[\w.-]{2,29}$/u.test(name))
    ? [name]
    : []
}
