import { parseMailboxes } from '../address.ts'
import type { CapturedMail } from '../mail-log.ts'

/**
 * Returns the sender of a mail's envelope. The bounce address gets the id of the mail, which nobody but
 * the recipient sees: `bounces+…@example.com`. So a bounce names its mail, and nobody can invent one of another reader.
 */
export function returnAddress({ id, source }: Pick<CapturedMail, 'id' | 'source'>, bounceAddress?: string): string {
  if (bounceAddress === undefined) return parseMailboxes(source)[0]?.address ?? ''
  const at = bounceAddress.lastIndexOf('@')
  return `${bounceAddress.slice(0, at)}+${writeToken(id)}${bounceAddress.slice(at)}`
}

/** `0100`, 12 hexadecimal digits of the time, a UUID, a counter. */
const idForm = /^0100([0-9a-f]{12})-([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})-000000$/

function writeToken(id: string): string {
  return (idForm.exec(id) ?? []).slice(1).join('')
}

/** Returns the id of the mail to which an address belongs, whatever the case in which a server wrote it. */
export function readReturnAddress(address: string): string | undefined {
  const token = /\+([0-9a-f]{44})@/i.exec(address)?.[1]?.toLowerCase()
  if (token === undefined) return undefined
  const parts = [12, 8, 4, 4, 4, 12].reduce<readonly [readonly string[], string]>(
    ([found, rest], length) => [[...found, rest.slice(0, length)], rest.slice(length)],
    [[], token],
  )[0]
  return `0100${parts.join('-')}-000000`
}
