import type { Reading } from '../deployment/account-facts.ts'
import { normalizeDomain } from './dns/spf.ts'
import { type Finding, fault, judge, ok, orOk, unchecked } from './finding.ts'
import { mayReadSite } from './robots.ts'

/** An answer of the site. */
export type PageAnswer = {
  readonly status: number
  readonly type: string
  readonly etag: string | undefined
  readonly lastModified: string | undefined
  /** Whether CloudFront answered. */
  readonly isCloudFront: boolean
  readonly body: string
  /** The status of a second request with the validators of the first. Undefined if there was none. */
  readonly again?: number | undefined
}

const lookAtSite = 'See the sections Failures and SiteLate in docs/runbook.md.'

/** @param siteUrl without a trailing slash */
export function judgeSite(siteUrl: string, front: Reading<PageAnswer>): readonly Finding[] {
  if (front.kind === 'unreadable') {
    const fix = 'Check the DNS and the certificate of the site: the findings about them say what is wrong.'
    return [
      fault('site.unreachable', `${siteUrl}/ does not answer: ${front.reason}.`, {
        fix,
        copy: [`curl -sSI ${siteUrl}/`],
      }),
    ]
  }
  return judge('site', front, ({ status }) =>
    status === 200
      ? [ok('site', `${siteUrl}/ answers.`)]
      : [
          fault('site.error', `${siteUrl}/ answers with the status ${status}.`, {
            fix: lookAtSite,
            copy: ['npx postrider rebuild'],
          }),
        ],
  )
}

/** The feeds of the whole publication, with the types that feed readers expect. */
export const feedTypes = {
  '/feed.xml': 'application/rss+xml',
  '/atom.xml': 'application/atom+xml',
  '/feed.json': 'application/feed+json',
} as const
export type FeedPath = keyof typeof feedTypes

export function judgeFeeds(
  siteUrl: string,
  feeds: readonly { readonly path: FeedPath; readonly answer: Reading<PageAnswer> }[],
): readonly Finding[] {
  const faults = feeds.flatMap(({ path, answer }) => judgeFeed(siteUrl, path, answer))
  return orOk('feeds', faults, `${feeds.map(({ path }) => path).join(', ')} answer with their types and validators.`)
}

function judgeFeed(siteUrl: string, path: FeedPath, answer: Reading<PageAnswer>): readonly Finding[] {
  const url = `${siteUrl}${path}`
  const rebuild = { fix: 'Write the feeds again.', copy: ['npx postrider rebuild'] }
  if (answer.kind !== 'found') {
    const reason = answer.kind === 'unreadable' ? answer.reason : 'it does not exist'
    return [fault('feeds.broken', `${url} does not answer: ${reason}.`, rebuild)]
  }
  const { status, type, etag, lastModified, again, body } = answer.value
  if (status !== 200) return [fault('feeds.broken', `${url} answers with the status ${status}.`, rebuild)]
  const own = ownAddress(path, body)
  return [
    ...(type.split(';')[0]?.trim() === feedTypes[path]
      ? []
      : [
          fault(
            'feeds.type',
            `${url} has the type ${JSON.stringify(type.slice(0, 80))} instead of ${feedTypes[path]}.`,
            rebuild,
          ),
        ]),
    ...(etag !== undefined && lastModified !== undefined && again === 304
      ? []
      : [
          fault('feeds.validators', `${url} does not answer 304 to a reader that has it already.`, {
            fix: 'If a proxy is in front of the site, let it pass on ETag and Last-Modified.',
            copy: [`curl -sSI ${url}`],
          }),
        ]),
    ...(own === url
      ? []
      : [
          fault(
            'feeds.address',
            `${url} says that its address is ${own === undefined ? 'nowhere' : JSON.stringify(own.slice(0, 200))}.`,
            {
              fix: 'Set "domain" or "siteUrl" in publication.json to the address at which readers reach the site, and deploy.',
              copy: ['npm run deploy'],
            },
          ),
        ]),
  ]
}

/** Returns the address that a feed gives itself: `rel="self"`, or `feed_url`. */
function ownAddress(path: FeedPath, body: string): string | undefined {
  if (path === '/feed.json') {
    const [, text] = /"feed_url"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body) ?? []
    return text === undefined ? undefined : parseText(text)
  }
  const links = body.match(/<(?:atom:)?link\s[^>]*>/g) ?? []
  const self = links.find((link) => /\srel=["']self["']/.test(link))
  return /\shref=["']([^"']*)["']/.exec(self ?? '')?.[1]?.replaceAll('&amp;', '&')
}

function parseText(json: string): string | undefined {
  try {
    return String(JSON.parse(json))
  } catch {
    return undefined
  }
}

export function judgeRobots(siteUrl: string, robots: Reading<PageAnswer>): readonly Finding[] {
  return judge('robots', robots, ({ status, body }) =>
    status === 200 && !mayReadSite(body)
      ? [
          fault('robots.blocked', `${siteUrl}/robots.txt forbids all robots to read the site.`, {
            fix: 'Write it again. If a proxy is in front of the site, it may replace the file.',
            copy: ['npx postrider rebuild'],
          }),
        ]
      : [ok('robots', 'robots.txt lets robots read the site.')],
  )
}

/** @param configured the address in publication.json; undefined if it has none @param actual that of the stack */
export function judgeAddress(configured: string | undefined, actual: string): readonly Finding[] {
  if (configured === undefined || configured === actual) return [ok('address', `The address of the site is ${actual}.`)]
  return [
    fault('address.different', `publication.json says ${configured}, but the site of the stack is ${actual}.`, {
      fix: 'Deploy. If the parameter SiteUrl of the stack overrides publication.json, clear it.',
      copy: ['npm run deploy -- --parameters SiteUrl='],
    }),
  ]
}

/** The certificate that the site shows to readers. */
export type ShownCertificate = {
  readonly expires: string
  /** Why a browser refuses it, if it does. */
  readonly error: string | undefined
}

/** The certificate as ACM describes it. */
export type IssuedCertificate = { readonly status: string; readonly renewal: string | undefined }

/** Days before the end of a certificate from which it should have been renewed. ACM renews it 60 days before. */
const renewedBefore = 21

/**
 * @param shown undefined if the site has no HTTPS
 * @param issued undefined if the stack has no certificate of its own: CloudFront then renews it
 */
export function judgeCertificate(
  host: string,
  shown: Reading<ShownCertificate> | undefined,
  issued: Reading<IssuedCertificate> | undefined,
  now: Date,
): readonly Finding[] {
  if (shown === undefined) return [unchecked('certificate', 'The site is served without HTTPS.')]
  const validate = { fix: 'Set the DNS record with which ACM validates the certificate. It must stay set.' }
  const { status = 'ISSUED', renewal = 'SUCCESS' } = issued?.kind === 'found' ? issued.value : {}
  const stuck = status !== 'ISSUED' || renewal === 'FAILED' || renewal === 'PENDING_VALIDATION'
  return judge('certificate', shown, ({ expires, error }) => {
    const days = Math.floor((Date.parse(expires) - now.getTime()) / 86_400_000)
    const until = `until ${expires.slice(0, 10)}`
    if (error !== undefined || days < 0)
      return [
        fault(
          'certificate.invalid',
          `The certificate of ${host} is refused: ${error ?? `it was valid ${until}`}.`,
          validate,
        ),
      ]
    if (days < renewedBefore)
      return [
        fault('certificate.expiring', `The certificate of ${host} is valid ${until}, ${days} more days.`, validate),
      ]
    return stuck
      ? [
          fault(
            'certificate.unrenewed',
            `ACM cannot renew the certificate of ${host} (${status}, ${renewal}).`,
            validate,
          ),
        ]
      : [ok('certificate', `The certificate of ${host} is valid ${until}.`)]
  })
}

export type AliasFacts = {
  readonly host: string
  /** The domain of the distribution. */
  readonly target: string
  readonly cname: Reading<readonly string[]>
  readonly addresses: Reading<readonly string[]>
  readonly targetAddresses: Reading<readonly string[]>
  /** Whether CloudFront answers at the host. */
  readonly isCloudFront: boolean
}

/** Judges whether the DNS of the site's domain leads to the distribution. */
export function judgeAlias({
  host,
  target,
  cname,
  addresses,
  targetAddresses,
  isCloudFront,
}: AliasFacts): readonly Finding[] {
  const remedy = {
    fix: 'Set this record. A domain that is itself a zone needs ALIAS or ANAME instead of CNAME.',
    copy: [`${host}. 300 IN CNAME ${target}.`],
  }
  if (host === target) return [ok('alias', 'The site has the domain of the distribution.')]
  const names = cname.kind === 'found' ? cname.value.map(normalizeDomain) : []
  if (names.includes(target.toLowerCase())) return [ok('alias', `${host} leads to the distribution.`)]
  return judge(
    'alias',
    addresses,
    (own) => {
      const theirs = targetAddresses.kind === 'found' ? targetAddresses.value : []
      return isCloudFront || own.some((each) => theirs.includes(each))
        ? [ok('alias', `${host} leads to CloudFront.`)]
        : [fault('alias.elsewhere', `${host} leads to ${own.slice(0, 3).join(', ')}, not to ${target}.`, remedy)]
    },
    () => [fault('alias.missing', `DNS has no address of ${host}.`, remedy)],
  )
}
