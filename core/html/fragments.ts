import type { Element, Root } from 'hast'
import { idPrefix } from './allow-list.ts'
import { nameHeadings } from './heading-ids.ts'
import { parseHtml } from './parse-html.ts'
import { elementsOf, headingLevel, property, textOf } from './tree.ts'

/** Returns the id to which a link to `#fragment` leads: '' for the top of the article, undefined if it leads nowhere. */
export type FindTarget = (fragment: string) => string | undefined

/**
 * Gives the headings of a sanitized body their ids, and makes its links to `#fragments` lead to them, whichever program's
 * form of the heading's words the author wrote. A link that leads nowhere loses its address. Alters the tree.
 * @param title of the article, whose heading is not part of the body
 */
export function linkFragments(tree: Root, title: string): FindTarget {
  const made = nameHeadings(tree)
  const elements = elementsOf(tree)
  const links = elements.filter(({ tagName, properties }) => tagName === 'a' && isFragment(properties.href))
  let find: FindTarget | undefined
  const findTarget: FindTarget = (fragment) => {
    find ??= targetsOf(elements, made, title)
    return find(fragment)
  }
  for (const link of links) {
    const target = findTarget(String(link.properties.href).slice(1))
    if (target === undefined) delete link.properties.href
    else link.properties.href = target && `#${encodeURI(target)}`
  }
  return findTarget
}

/** Finds the places in the page of an article to which links may lead. */
export function findTargetsIn(page: string, title: string): FindTarget {
  const elements = elementsOf(parseHtml(page, false))
  // The numbers of repeated headings are our own. Otherwise it makes no difference who chose an id.
  const made = elements.flatMap((element) =>
    headingLevel(element) && /-\d+$/.test(property(element, 'id') ?? '') ? (property(element, 'id') ?? []) : [],
  )
  return targetsOf(elements, new Set(made), title)
}

/** Returns true for `#x`. A bare `#` leads to the top everywhere. */
function isFragment(href: unknown): boolean {
  return typeof href === 'string' && href.length > 1 && href.startsWith('#')
}

/** The ids of headings under every name by which a program may link to them. */
type Names = {
  /** Exactly as GitHub, Hugo or markdown-it-anchor write them. */
  readonly exact: Map<string, string>
  /** Only the letters and digits. Several headings may have the same. */
  readonly loose: Map<string, string[]>
}

function targetsOf(elements: readonly Element[], made: ReadonlySet<string>, title: string): FindTarget {
  const ids = new Set(elements.flatMap((element) => property(element, 'id') ?? []))
  let names: Names | undefined
  const own = (id: string) => (ids.has(id) && !made.has(id) ? id : undefined)
  const any = (id: string) => (ids.has(id) ? id : undefined)
  return (fragment) => {
    const [raw = ''] = fragment.split(':~:', 1) // what follows is a text to highlight
    const name = decoded(raw).trim()
    if (name === '') return ''
    const chosen = own(idPrefix + name) ?? own(idPrefix + raw)
    if (chosen !== undefined) return chosen // Links of footnotes need no names of headings.
    names ??= namesOf(elements)
    return (
      names.exact.get(name) ??
      names.exact.get(name.toLowerCase()) ??
      any(idPrefix + name) ??
      any(name) ??
      findLoose(name, names) ??
      (/^top$/i.test(name) || looseForm(name) === looseForm(title) ? '' : undefined)
    )
  }
}

function namesOf(elements: readonly Element[]): Names {
  const names: Names = { exact: new Map(), loose: new Map() }
  const repeated = new Map<string, number>()
  for (const element of elements) {
    const id = property(element, 'id')
    if (id === undefined) continue
    if (headingLevel(element) !== undefined) nameHeading(textOf(element, isNote), id, names, repeated)
    addLoose(names, looseForm(id.slice(idPrefix.length)), id)
  }
  return names
}

function nameHeading(text: string, id: string, names: Names, repeated: Map<string, number>): void {
  const words = githubForm(text)
  const count = repeated.get(words) ?? 0
  repeated.set(words, count + 1)
  for (const name of [count === 0 ? words : `${words}-${count}`, plainForm(text)]) {
    if (!names.exact.has(name)) names.exact.set(name, id)
  }
  // Pandoc and kramdown leave out what stands before the first letter, kramdown and Hugo also letters beyond ASCII.
  for (const form of [text, text.replace(/^\P{L}+/u, ''), text.replace(/[^ -~]+/g, '')]) {
    addLoose(names, looseForm(form), id)
  }
}

function addLoose({ loose }: Names, form: string, id: string): void {
  const ids = loose.get(form)
  if (form === '' || ids?.at(-1) === id) return
  if (ids) ids.push(id)
  else loose.set(form, [id])
}

/** Finds a heading by its letters and digits. `x-1` is the second heading `x`, or the first in programs that count from 1. */
function findLoose(name: string, { loose }: Names): string | undefined {
  const [, words = '', number = ''] = /^(.+)[-_](\d{1,4})$/s.exec(name) ?? []
  const numbered = number === '' ? undefined : loose.get(looseForm(words))
  const withoutPrefix = name.replace(/^user-content-/, '')
  return (
    loose.get(looseForm(name))?.[0] ??
    numbered?.[Number(number)] ??
    numbered?.[Number(number) - 1] ??
    loose.get(looseForm(withoutPrefix))?.[0]
  )
}

/** GitHub's, GitLab's and Hugo's form: letters, digits, `_` and `-` in lower case, and a hyphen for each space. */
function githubForm(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}

/** The form of markdown-it-anchor, which keeps punctuation. */
function plainForm(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, '-')
}

/** The longest name of which every character matters. */
const longestName = 300

function looseForm(text: string): string {
  return text
    .slice(0, longestName)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** Returns true for what is not part of a heading's words: the number of a footnote, and the heading's own anchor. */
function isNote({ properties }: Element): boolean {
  return /^(footnote-ref|anchor)$/.test(String(properties.className))
}
