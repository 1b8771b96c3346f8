import { hashAddress } from './hash-address.ts'
import { exportsPerSubscriber, requestsPerAddress, requestsPerNetwork, requestsWithoutWork } from './limits.ts'

/** How many requests are allowed within a fixed window of time. */
export type RateLimit = {
  /**
   * Identifies the address or network whose requests are counted, by a keyed hash, or a subscriber by their id. It never
   * contains an address or an IP address.
   */
  readonly subject: string
  readonly maximum: number
  /** Length of the window. */
  readonly seconds: number
}

/** Counts all spellings of an address that lead to the same mailbox. */
export const addressRateLimit = (address: string, pepper: string): RateLimit => ({
  subject: `address#${hashAddress(mailboxOf(address), pepper)}`,
  ...requestsPerAddress,
})

export const exportRateLimit = (subscriberId: string): RateLimit => ({
  subject: `export#${subscriberId}`,
  ...exportsPerSubscriber,
})

/**
 * Returns the limits that a request to subscribe counts towards. They are checked in this order, and a request that
 * exceeds one does not count towards those after it.
 *
 * @param hasWorked whether the request has a valid proof of work, or needs none
 */
export function requestRateLimits(ip: string, address: string, pepper: string, hasWorked = true): readonly RateLimit[] {
  const network = hashAddress(networkOf(ip), pepper)
  return [
    ...(hasWorked ? [] : [{ subject: `unworked#${network}`, ...requestsWithoutWork }]),
    { subject: `network#${network}`, ...requestsPerNetwork },
    addressRateLimit(address, pepper),
  ]
}

/** Leaves out what the mail server ignores: a tag after `+`, and in Gmail's addresses the dots. */
function mailboxOf(address: string): string {
  const [, local = '', domain = ''] = /^(.*)@([^@]*)$/s.exec(address.toLowerCase()) ?? []
  const untagged = local.replace(/(?<=.)\+.*$/s, '')
  return /^(gmail|googlemail)\.com$/.test(domain)
    ? `${untagged.replaceAll('.', '')}@gmail.com`
    : `${untagged}@${domain}`
}

/** Returns the seconds until the next window begins. */
export function secondsLeft({ seconds }: RateLimit, now: Date): number {
  return seconds - (Math.floor(now.getTime() / 1000) % seconds)
}

/**
 * Returns what one visitor controls: an IPv4 address, or the first 64 bits of an IPv6 address. Other text is unchanged.
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  if (!/^[\da-f:]*:[\da-f:]*$/i.test(ip)) return ip
  const [before = '', after = ''] = ip.split('::')
  const [head, tail] = [groupsOf(before), groupsOf(after)]
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  const prefix = [...head, ...zeros, ...tail].slice(0, 4)
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':')
}
