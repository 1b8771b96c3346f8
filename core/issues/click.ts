import { clickFolder, locationOf } from './counted-links.ts'
import { readIssueId } from './issue.ts'

/** A link of an issue's mail. */
export type CountedLink = { readonly digest: string; readonly number: number; readonly id: string }

const pattern = new RegExp(`^/*${clickFolder.slice(1)}/+([a-z0-9-]+)/+([0-9a-f]{12})(?![0-9a-z])`, 'i')

/** Reads the path of a counted link, without what copying added to its end. Undefined for any other path. */
export function readCountedLink(pathname: string): CountedLink | undefined {
  const [, issue = '', id = ''] = pattern.exec(pathname) ?? []
  const name = readIssueId(issue.toLowerCase())
  return name && { ...name, id: id.toLowerCase() }
}

/** Returns false for requests that no reader made: of programs that only look at a link, or load it in advance. */
export function isClick({ method, headers }: Request): boolean {
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '')
  return method === 'GET' && !/prefetch|preview|prerender/i.test(purposes.join())
}

/** No cache may answer in place of the site, and the target receives neither a referrer nor a cookie. */
const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }

/** Leads on to an address that `countedLinks` returned. */
export function redirectTo(url: string): Response {
  return new Response(null, { status: 302, headers: { ...headers, location: locationOf(url) ?? url } })
}

/** How often each link of an issue was opened. */
export type Clicks = {
  readonly total: number
  /** All counted links, the most often opened ones first. */
  readonly links: readonly { readonly url: string; readonly clicks: number }[]
}

/** @param counts by the ids of the links */
export function sumClicks(links: ReadonlyMap<string, string>, counts: ReadonlyMap<string, number>): Clicks {
  const all = [...links].map(([id, url]) => ({ url, clicks: counts.get(id) ?? 0 }))
  return { total: all.reduce((sum, { clicks }) => sum + clicks, 0), links: all.sort((a, b) => b.clicks - a.clicks) }
}
