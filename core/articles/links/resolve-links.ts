import { type FindTarget, findTargetsIn } from '../../html/fragments.ts'
import { type Problem, warning } from '../../problem.ts'
import type { ArticleLink, RecordedLink } from '../../reading/article-links.ts'
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
      problems.push(link.isFile ? missingArticle(link) : relativeLink(link))
    }
  }
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
  return warning('missing-article', `The link to ${address.slice(0, 80)} was removed: ${keys[0]} is not published.`, {
    line,
    fix: 'Upload that article or correct the address. The link appears as soon as the article is published.',
  })
}

function missingPlace({ address, line }: ArticleLink): Problem {
  const message = `The link to ${address.slice(0, 80)} leads to the top of that article: nothing in it has this name.`
  return warning('dangling-fragment', message, { line, fix: 'Write the words of one of its headings after the #.' })
}

function relativeLink({ address, line }: ArticleLink): Problem {
  return warning('relative-link', `The link to ${address.slice(0, 80)} is relative to the page of the article.`, {
    line,
    fix: 'Link to the file of an article, or to the full address, beginning with https://.',
  })
}
