import { createHmac } from 'node:crypto'

/**
 * Returns the keyed hash under which everything about an address is stored. Case and surrounding spaces are ignored: no
 * known mailbox distinguishes `Ada@` from `ada@`, and a suppression must not be avoidable by another spelling.
 */
export function hashAddress(address: string, pepper: string): string {
  return createHmac('sha256', pepper, { encoding: 'hex' })
    .update(address.trim().toLowerCase().normalize('NFC'))
    .digest('hex')
    .slice(0, 40)
}
