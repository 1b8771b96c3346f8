import { BlockList, isIP } from 'node:net'

const families = { 4: 'ipv4', 6: 'ipv6' } as const

/** Returns whether a text is a range of IP addresses: `10.0.0.0/24`, `2001:db8::/32`. */
export function isRange(cidr: string): boolean {
  const [network = '', length = '', ...rest] = cidr.split('/')
  const family = isIP(network)
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128)
}

/** Returns whether an IP address is within a range. An address of the other family never is. */
export function isWithin(cidr: string, address: string): boolean {
  const [network = '', length] = cidr.split('/')
  const family = isIP(network)
  if ((family !== 4 && family !== 6) || isIP(address) !== family) return false
  const subnet = new BlockList()
  subnet.addSubnet(network, Number(length), families[family])
  return subnet.check(address, families[family])
}
