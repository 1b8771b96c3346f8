import { createHmac } from 'node:crypto'

/**
 * The keyed hash that stands for an address wherever only equality matters. Case and surrounding space do not: a mailbox
 * that tells `Ada@` from `ada@` is unheard of, and a suppression must not be dodged by typing.
 */
export function hashAddress(address: string, pepper: string): string {
  return createHmac('sha256', Buffer.from(pepper, 'hex'))
    .update(address.trim().toLowerCase().normalize('NFC'))
    .digest('hex')
    .slice(0, 40)
}
