import { hashAddress } from './hash-address.ts'

/** How often something may happen within a fixed window of time. */
export type RateLimit = {
  /** Whose requests are counted; no address and no IP in it, but their keyed hashes. */
  readonly subject: string
  readonly maximum: number
  /** Length of the window. */
  readonly seconds: number
}

const hour = 60 * 60

/** Keeps anyone from filling a stranger's inbox, from however many networks. */
export const addressRateLimit = (addressHash: string): RateLimit => ({
  subject: `address#${addressHash}`,
  maximum: 5,
  seconds: 6 * hour,
})

/**
 * What a request to subscribe counts towards, in this order: who is over one leaves those after it as they are.
 *
 * @param worked whether work was done for it, or none is asked for
 */
export function requestRateLimits(
  ip: string,
  addressHash: string,
  pepper: string,
  worked = true,
): readonly RateLimit[] {
  const network = hashAddress(networkOf(ip), pepper)
  return [
    ...(worked ? [] : [{ subject: `unworked#${network}`, maximum: 5, seconds: hour }]),
    { subject: `network#${network}`, maximum: 100, seconds: hour },
    addressRateLimit(addressHash),
  ]
}

/** Seconds until the next window opens. */
export function secondsLeft({ seconds }: RateLimit, now: Date): number {
  return seconds - (Math.floor(now.getTime() / 1000) % seconds)
}

/** What one visitor holds: an IPv4 address, or the 64-bit prefix of an IPv6 one. Anything else stays as it is. */
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
