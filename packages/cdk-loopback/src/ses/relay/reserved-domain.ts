import { domainOf } from '../address.ts'

/** Domains of examples and tests, which nobody can have: RFC 2606, RFC 6761. */
const reserved = ['example.com', 'example.net', 'example.org', 'example', 'test', 'invalid', 'localhost']

/** Says whether an address is that of an example. No real mail goes to it. */
export function isReserved(address: string): boolean {
  const domain = domainOf(address)
  return reserved.some((each) => domain === each || domain.endsWith(`.${each}`))
}
