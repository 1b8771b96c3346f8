import { BlockList, isIP } from 'node:net'

/** Who sent a request. */
export type Viewer = {
  readonly address: string
  /** What the viewer's own X-Forwarded-For header said, if it had one. */
  readonly forwardedFor: string | undefined
}

/** Reads who sent a request: @param peer address of the connection @param forwardedFor the X-Forwarded-For header */
export type ReadViewer = (peer: string, forwardedFor: string | undefined) => Viewer

/**
 * Creates a reader of viewers. The header counts only as far as proxies that are trusted wrote it: each adds the address
 * that it got the request from at the end, and what comes before may be invented.
 * @param trusted addresses and subnets of proxies: `127.0.0.1`, `10.0.0.0/8`
 * @throws {Error} naming what is neither
 */
export function createViewerReader(trusted: readonly string[]): ReadViewer {
  const proxies = new BlockList()
  for (const each of trusted) addTo(proxies, each)
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (peer, forwardedFor) => {
    let address = unmapped(peer)
    const entries = (forwardedFor ?? '').split(',').map((entry) => entry.trim())
    while (isIP(address) !== 0 && isProxy(address)) {
      const next = addressOf(entries.at(-1) ?? '')
      if (isIP(next) === 0) break
      address = next
      entries.pop()
    }
    const rest = entries.filter((entry) => entry !== '').join(', ')
    return { address, forwardedFor: rest === '' ? undefined : rest }
  }
}

function addTo(list: BlockList, text: string): void {
  const [address = '', prefix, ...more] = text.split('/')
  const version = isIP(address)
  const bits = version === 6 ? 128 : 32
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
  if (version === 0 || !isPrefix || more.length > 0) {
    throw new Error(`${text} is neither an address nor a subnet such as 10.0.0.0/8.`)
  }
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (prefix === undefined) list.addAddress(address, family)
  else list.addSubnet(address, Number(prefix), family)
}

/** Returns the address in an entry of X-Forwarded-For, to which some proxies add the port. */
function addressOf(entry: string): string {
  const [, bracketed, plain] = /^(?:\[(.+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(entry) ?? []
  return unmapped(bracketed ?? plain ?? entry)
}

/** Writes an IPv4 address that arrived on an IPv6 socket as usual. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
