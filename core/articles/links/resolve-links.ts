import { type FindTarget, findTargetsIn } from '../../html/fragments.ts'
import { type Problem, warning } from '../../problem.ts'
import type { ArticleLink, RecordedLink, Reference } from '../../reading/article-links.ts'
import { mostLinks } from '../../reading/limits.ts'
import type { Site } from '../../site.ts'
import { articleUrl } from '../identity.ts'

/** A live article to which another one links. */
export type LinkTarget = {
  readonly slug: string
  readonly title: string
  readonly contentKey: string
  /** The form of its body for the page, if a link leads to a place in it. */
  readonly page?: string
}

/** Live articles by key. */
export type LinkTargets = ReadonlyMap<string, LinkTarget>

/** The upload whose links are resolved. */
type Referrer = { readonly key: string; readonly slug: string; readonly findTarget: FindTarget }

/** Where the links of an article lead. */
export type ResolvedLinks = {
  /** URLs by address. Undefined for a link that leads nowhere: only its text is shown. */
  readonly urls: ReadonlyMap<string, string | undefined>
  readonly links: readonly RecordedLink[]
  readonly problems: readonly Problem[]
}

/** Makes links between uploads lead to the pages of their articles. */
export function resolveLinks(
  links: readonly ArticleLink[],
  referrer: Referrer,
  targets: LinkTargets,
  site: Site,
): ResolvedLinks {
  const urls = new Map<string, string | undefined>()
  const recorded = new Map<string, RecordedLink>()
  const problems: Problem[] = []
  const relative: ArticleLink[] = []
  for (const link of links) {
    for (const key of link.keys) {
      if (key !== referrer.key) recorded.set(key, recordLink(key, link, targets, recorded.get(key)))
    }
    const place = findPlace(link, referrer, targets)
    if (place !== undefined) {
      const id = link.fragment === undefined ? '' : place.find(link.fragment)
      urls.set(link.address, articleUrl(site, place.slug) + (id ? `#${encodeURI(id)}` : ''))
      if (id === undefined) problems.push(missingPlace(link))
    } else {
      if (link.isFile) urls.set(link.address, undefined)
      if (link.isFile) problems.push(link.reference ? missingNote(link, link.reference) : missingArticle(link))
      else relative.push(link)
    }
  }
  if (relative.length > 0) problems.push(relativeLinks(relative))
  return { urls, links: [...recorded.values()], problems }
}

function recordLink(
  key: string,
  { fragment }: ArticleLink,
  targets: LinkTargets,
  before: RecordedLink | undefined,
): RecordedLink {
  const target = targets.get(key)
  if (target === undefined) return { key }
  const { slug, contentKey } = target
  return { key, slug, ...((fragment !== undefined || before?.contentKey !== undefined) && { contentKey }) }
}

function findPlace(
  { keys }: ArticleLink,
  referrer: Referrer,
  targets: LinkTargets,
): { readonly slug: string; readonly find: FindTarget } | undefined {
  for (const key of keys) {
    if (key === referrer.key) return { slug: referrer.slug, find: referrer.findTarget }
    const target = targets.get(key)
    if (target) return { slug: target.slug, find: finderIn(target) }
  }
  return undefined
}

const finders = new WeakMap<LinkTarget, FindTarget>()

/** Without the page, the link leads to its top. */
function finderIn(target: LinkTarget): FindTarget {
  const { page, title } = target
  if (page === undefined) return () => ''
  const find = finders.get(target) ?? findTargetsIn(page, title)
  finders.set(target, find)
  return find
}

function missingArticle({ address, keys, line }: ArticleLink): Problem {
  if (keys.length === 0) {
    const message = `The link to ${address.slice(0, 80)} was removed: the article has too many links to others.`
    return warning('missing-article', message, { line, fix: `Link to at most ${mostLinks} other articles.` })
  }
  return warning('missing-article', `The link to ${address.slice(0, 80)} was removed: ${keys[0]} is not published.`, {
    line,
    fix: 'Upload that article or correct the address. The link appears as soon as the article is published.',
  })
}

function missingPlace({ address, line }: ArticleLink): Problem {
  const message = `The link to ${address.slice(0, 80)} leads to the top of that article: none of its headings or anchors has this name.`
  return warning('dangling-fragment', message, { line, fix: 'Write the words of one of its headings after the #.' })
}

/** A link to a note, or one that a template engine would resolve. */
function missingNote({ line }: ArticleLink, { rule, source }: Reference): Problem {
  const message = `${JSON.stringify(source)} leads to no published article, or to several; its words are shown without a link.`
  return warning(rule, message, {
    line,
    fix: 'Upload that article, or link to its file: [the words](its-file.md). The link appears as soon as it is published.',
  })
}

/** Links between the pages of a former site would hide all other problems if there were one for each. */
function relativeLinks(links: readonly ArticleLink[]): Problem {
  const [{ line }, ...others] = links as readonly [ArticleLink, ...ArticleLink[]] // the caller found some
  const addresses = links.slice(0, 3).map(({ address }) => address.slice(0, 80))
  const more = links.length > 3 ? ` and ${links.length - 3} more` : ''
  const subject =
    others.length === 0 ? `The link to ${addresses[0]} leads` : `The links to ${addresses.join(', ')}${more} lead`
  return warning('relative-link', `${subject} to no uploaded article, so browsers look for the address on the site.`, {
    line,
    fix: 'Link to the file of an article, or to the full address, beginning with https://.',
  })
}
