import type { SuppressionReason } from './account/suppression-list.ts'

/**
 * What happens to the mail of a recipient. The SES mailbox simulator defines it by address; `relayed` leaves it to a real
 * relay. SES does not try to deliver to
 * an address that is on the account's suppression list, because of a bounce or a complaint.
 */
export type Outcome =
  | 'delivered'
  | 'relayed'
  | 'bounced'
  | 'suppressed'
  | 'complained'
  | 'rejected'
  | 'listed for a bounce'
  | 'listed for a complaint'

const outcomes: ReadonlyMap<string, Outcome> = new Map([
  ['success', 'delivered'],
  ['ooto', 'delivered'],
  ['bounce', 'bounced'],
  ['suppressionlist', 'suppressed'],
  ['complaint', 'complained'],
])

/** Returns the simulator's mailbox that an address names, with or without a `+label`. */
function simulatorMailbox(address: string): string | undefined {
  return /^([^+@]+)(\+[^@]*)?@simulator\.amazonses\.com$/.exec(address.toLowerCase())?.[1]
}

export function isSimulated(address: string): boolean {
  return simulatorMailbox(address) !== undefined
}

/** Groups a mail's recipients by outcome. SES accepts a mail with a virus, then rejects it for all recipients. */
export function sortByOutcome(
  destinations: readonly string[],
  body: string,
  reasonOf: (address: string) => SuppressionReason | undefined = () => undefined,
  isRelayed: (address: string) => boolean = () => false,
): Map<Outcome, readonly string[]> {
  if (holdsVirus(body)) return new Map([['rejected', destinations]])
  return Map.groupBy(destinations, (address) => {
    const reason = reasonOf(address)
    if (reason !== undefined) return listedOutcomes[reason]
    return !isSimulated(address) && isRelayed(address) ? 'relayed' : outcomeOf(address)
  })
}

const listedOutcomes = { BOUNCE: 'listed for a bounce', COMPLAINT: 'listed for a complaint' } as const

/** Returns the outcome for an address. A simulator mailbox that AWS does not document bounces like an unknown user. */
function outcomeOf(address: string): Outcome {
  const mailbox = simulatorMailbox(address)
  return mailbox === undefined ? 'delivered' : (outcomes.get(mailbox) ?? 'bounced')
}

const virusTestText = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR'
const virusSignatures = [virusTestText, Buffer.from(virusTestText).toString('base64')]

/** Recognizes the EICAR test file, attached or inline. The emulator detects no other virus. */
function holdsVirus(body: string): boolean {
  return virusSignatures.some((signature) => body.includes(signature))
}
