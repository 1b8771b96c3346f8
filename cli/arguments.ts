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

/** Reads a port from an option or, without the option, from its environment variable. 0 means any free port. */
export function readPort(
  option: string | undefined,
  name: { readonly flag: string; readonly variable: string },
  fallback: number,
): number {
  const text = option ?? process.env[name.variable]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new CommandFailure(`${text} is not a port: ${name.flag} (or ${name.variable}) takes 0 to 65535.`, 2)
}

/** Reads a switch from an option or, without the option, from its environment variable. */
export function readSwitch(option: boolean | undefined, variable: string): boolean {
  if (option !== undefined) return option
  const text = (process.env[variable] ?? '').toLowerCase()
  if (['', '0', 'false'].includes(text)) return false
  if (['1', 'true'].includes(text)) return true
  throw new CommandFailure(`${variable} is ${text}. Set it to true or false.`, 2)
}

/** Reads an address of the web. @param name of the option and its variable */
export function readUrl(text: string, name: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  throw new CommandFailure(`${text} is not a URL: ${name} takes one that begins with http:// or https://.`, 2)
}

export function readCount(text: string, flag: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new CommandFailure(`${flag} takes a number from 1 up, not ${text}.`, 2)
}
