import { isIP } from 'node:net'

import { stackReader } from '../../aws/diagnosis/stack-reader.ts'
import { type Finding, unchecked } from '../../core/diagnosis/finding.ts'
import {
  type FeedPath,
  feedTypes,
  judgeAddress,
  judgeAlias,
  judgeCertificate,
  judgeFeeds,
  judgeRobots,
  judgeSite,
} from '../../core/diagnosis/judge-site.ts'
import { configuredUrl } from '../../core/publication.ts'
import { type Examination, isLoopback } from './examination.ts'
import { readCertificate, readPage } from './read-page.ts'

/** Checks everything that decides whether pages and feeds are read. */
export async function checkSite(examination: Examination): Promise<readonly Finding[]> {
  const { stack, limits } = examination
  const { url } = stack.site
  const page = (path: string, twice = false) => readPage(`${url}${path}`, { timeout: limits.timeout, twice })
  const paths = Object.keys(feedTypes) as FeedPath[] // the keys of the constant
  const front = page('/')
  // Local mode serves the site at its own address, whatever publication.json says.
  const configured = isLoopback(url) ? undefined : configuredUrl(examination.own ?? stack.site.publication)
  const results = await Promise.all([
    front.then((each) => judgeSite(url, each)),
    Promise.all(paths.map(async (path) => ({ path, answer: await page(path, true) }))).then((feeds) =>
      judgeFeeds(url, feeds),
    ),
    page('/robots.txt').then((each) => judgeRobots(url, each)),
    judgeAddress(configured, url),
    checkCertificate(examination),
    front.then((each) => checkAlias(examination, each.kind === 'found' && each.value.isCloudFront)),
  ])
  return results.flat()
}

async function checkCertificate({ stack, place, limits, now }: Examination): Promise<readonly Finding[]> {
  const { url, publication } = stack.site
  const { hostname, port, protocol } = new URL(url)
  if (protocol !== 'https:') return judgeCertificate(hostname, undefined, undefined, now)
  const { domain } = publication
  const [shown, issued] = await Promise.all([
    readCertificate(hostname, Number(port || 443), limits.timeout),
    domain && stackReader(place, stack.deployed.name, limits).readCertificate(domain.certificate),
  ])
  return judgeCertificate(hostname, shown, issued, now)
}

async function checkAlias({ stack, dns }: Examination, isCloudFront: boolean): Promise<readonly Finding[]> {
  const { hostname: host } = new URL(stack.site.url)
  const target = stack.deployed.outputs.DistributionDomainName ?? ''
  if (isIP(host.replace(/^\[|\]$/g, '')) || isLoopback(stack.site.url))
    return [unchecked('alias', `The site is served at ${host}, which needs no DNS.`)]
  if (target === '') return [unchecked('alias', 'The stack does not tell the domain of its distribution.')]
  const [cname, addresses, targetAddresses] = await Promise.all([
    dns.cname(host),
    dns.addresses(host),
    dns.addresses(target),
  ])
  return judgeAlias({ host, target, cname, addresses, targetAddresses, isCloudFront })
}
