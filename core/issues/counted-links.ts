import type { Site } from '../site.ts'
import { cleanText } from '../text/clean-text.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { type Issue, issueId } from './issue.ts'

/** The folder of the site whose addresses count a click and lead on. */
export const clickFolder = '/go'

/** Characters. Servers and caches on the way accept longer addresses in pages than in the header of a redirect. */
const longestTarget = 2_000

/**
 * Returns the addresses that an issue links to, by their ids in mails. They come from the frozen issue alone, so a link
 * leads on for as long as the issue is stored, and nowhere else. Links that are not counted are among them: a former version
 * may have counted them.
 */
export function countedLinks(issue: Issue): ReadonlyMap<string, string> {
  const cached = cache.get(issue) ?? new Map(listAddresses(issue).map((url) => [linkId(issue, url), url]))
  cache.set(issue, cached)
  return cached
}

const cache = new WeakMap<Issue, ReadonlyMap<string, string>>()

function listAddresses({ articles, corrections, note, sponsor }: Issue): readonly string[] {
  const inserts = [note, sponsor].map((insert) => addressesIn(insert?.html))
  const ofArticles = articles.map(({ url, body }) => [url, ...addressesIn(body?.email)])
  return [...inserts, ...ofArticles, corrections.map(({ url }) => url)]
    .flat()
    .filter((url) => locationOf(url) !== undefined)
}

function addressesIn(html = ''): readonly string[] {
  const addresses: string[] = []
  replaceAddresses(cleanText(html), (address) => {
    addresses.push(address)
    return undefined
  })
  return addresses
}

/** Depends on the address alone, so that it stays the same whatever else a later version counts. */
function linkId(issue: Issue, url: string): string {
  return fingerprint(`${issueId(issue)} ${url}`, 12)
}

/**
 * Returns what a `Location` header says to lead to an address. An address in ASCII stays as it is, byte for byte; any other
 * becomes what a browser requests for it. Undefined for what does not lead to the web, and for very long addresses.
 */
export function locationOf(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  const location = /^[!-~]+$/.test(url) ? url : new URL(url).href
  return location.length <= longestTarget ? location : undefined
}

/**
 * Lets the links of an issue's mail lead through the site, which counts them. All readers of the mail have the same
 * addresses. Links to the mail's own pages stay: the front page, the page of the issue, and what a reader's token opens.
 */
export function countLinks(site: Site, issue: Issue, html: string): string {
  const own = [`${site.url}/`, `${site.url}/issues/${issue.digest}/${issue.number}/`]
  const links = countedLinks(issue)
  return replaceAddresses(html, (url, after) => {
    const id = linkId(issue, url)
    const stays = !links.has(id) || own.includes(url) || isPersonal(site, url) || showsAddress(after)
    return stays ? undefined : `${site.url}${clickFolder}/${issueId(issue)}/${id}`
  })
}

/** True for links with a token, and for counted links of another issue. */
function isPersonal(site: Site, url: string): boolean {
  if (!url.startsWith(`${site.url}/`)) return false
  const { pathname, searchParams } = new URL(url)
  return pathname.startsWith(`${clickFolder}/`) || searchParams.has('t')
}

const anchor = /<a((?:\s+[^\s"'=<>/]+(?:="[^"]*")?)*\s*)>/gi
const attribute = /(\s+)([^\s"'=<>/]+)(?:="([^"]*)")?/g

/**
 * Replaces the addresses of links in HTML of ours.
 * @param replace gets an address and the HTML after the tag, and returns undefined for an address that stays
 */
function replaceAddresses(html: string, replace: (address: string, after: string) => string | undefined): string {
  return html.replace(anchor, (tag, attributes: string, start: number) => {
    const after = html.slice(start + tag.length, start + tag.length + longestText)
    const replaced = attributes.replace(attribute, (whole, space: string, name: string, value: string | undefined) => {
      const address =
        name.toLowerCase() === 'href' && value !== undefined ? replace(unescapeHtml(value), after) : undefined
      return address === undefined ? whole : `${space}${name}="${address}"`
    })
    return replaced === attributes ? tag : `<a${replaced}>`
  })
}

/** Characters of HTML in which the text of a link is looked for. */
const longestText = 500
/** Quotes, brackets, arrows, invisible characters and the like, which may stand around an address. */
const around = /^[\s\p{P}\p{S}\p{Cf}]+|[\s\p{P}\p{S}\p{Cf}]+$/gu

/**
 * True if the text of a link looks like an address: mail programs and spam filters warn of links that show one address and
 * lead to another.
 */
function showsAddress(html: string): boolean {
  const [content = ''] = html.split(/<\/a/i, 1)
  const text = unescapeHtml(content.replace(/<[^>]*>/g, '')).replace(around, '')
  return /^(https?:\/\/|www\.)/i.test(text) || /^[^\s/?#@:]+\.([a-z]{2,}|xn--[a-z\d-]+)(:\d+)?([/?#]\S*)?$/i.test(text)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeHtml(value: string): string {
  return value.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    if (name) return named[name.toLowerCase()] ?? whole
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
