import { createHash, timingSafeEqual } from 'node:crypto'

/** Characters. A shorter password could be guessed over the network in spite of the limit. */
export const shortestPassword = 12

/** Wrong passwords that an address may send within the window before the others from there are not even read. */
const mostGuesses = 10
/** Milliseconds. */
const window = 10 * 60_000
/** Addresses that are remembered. The oldest is forgotten first. */
const mostAddresses = 10_000

export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too-many'; readonly seconds: number }

/** Checks an Authorization header of HTTP Basic. The user name does not matter. */
export type CheckPassword = (header: string | undefined, address: string, now: number) => Verdict

/** Creates a check of one password, which limits the guesses from each address. */
export function createPasswordCheck(password: string): CheckPassword {
  const expected = digest(password)
  const guesses = new Map<string, { count: number; until: number }>()
  return (header, address, now) => {
    if (header === undefined) return { kind: 'missing' }
    const source = networkOf(address)
    const former = guesses.get(source)
    const counted = former && former.until > now ? former : { count: 0, until: now + window }
    if (counted.count >= mostGuesses) return { kind: 'too-many', seconds: Math.ceil((counted.until - now) / 1000) }
    if (timingSafeEqual(digest(readPassword(header)), expected)) return { kind: 'right' }
    guesses.delete(source) // so that it becomes the newest
    guesses.set(source, { ...counted, count: counted.count + 1 })
    const [oldest] = guesses.keys()
    if (guesses.size > mostAddresses && oldest !== undefined) guesses.delete(oldest)
    return { kind: 'wrong' }
  }
}

/** Returns the password of an Authorization header; an empty one, which is always wrong, if there is none. */
function readPassword(header: string): string {
  const encoded = /^basic +([a-z\d+/]+=*)$/i.exec(header)?.[1] ?? ''
  return /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8'))?.[1] ?? ''
}

/** Texts of any length become comparable without a difference in time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Returns an IPv4 address, or the /64 network of an IPv6 address, which belongs to one customer of a provider. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? [] : Array(8).fill('0')
  return [...groups, ...missing].slice(0, 4).join(':')
}
