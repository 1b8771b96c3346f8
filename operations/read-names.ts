import type { DigestName } from '../core/publication.ts'
import { normalizeAddress } from '../core/subscribers/normalize-address.ts'
import { nearest } from '../core/text/nearest.ts'
import { CommandFailure } from './command-failure.ts'
import type { Stack } from './stack.ts'

/** Reads the name of a digest. @throws {CommandFailure} naming the digests of publication.json */
export function readDigest(name: string, { site }: Pick<Stack, 'site'>): DigestName {
  const names = Object.keys(site.publication.digests)
  return names.includes(name) ? name : refuseDigest(name, names, names)
}

/** Reads the name of a digest that publication.json may no longer contain. @throws {CommandFailure} naming the digests */
export async function readAnyDigest(name: string, { site, issues }: DigestSources): Promise<DigestName> {
  const names = await issues.listDigests(site.publication)
  return names.includes(name) ? name : refuseDigest(name, Object.keys(site.publication.digests), names)
}

type DigestSources = Pick<Stack, 'site'> & { readonly issues: Pick<Stack['issues'], 'listDigests'> }

function refuseDigest(name: string, configured: readonly string[], possible: readonly string[]): never {
  const similar = nearest(name.toLowerCase(), configured) ?? nearest(name.toLowerCase(), possible)
  const hint = similar === undefined ? '' : ` Did you mean ${similar}?`
  throw new CommandFailure(
    `There is no digest named ${name}.${hint} publication.json has: ${configured.join(', ')}.`,
    2,
  )
}

export function readIssueNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CommandFailure(`${text} is not the number of an issue: use 1, 2, 3, …`, 2)
}

export function readAddress(typed: string): string {
  const address = normalizeAddress(typed)
  if (address !== undefined) return address
  throw new CommandFailure(`${typed} is not an e-mail address that can receive mail.`, 2)
}
