/** What becomes of a recipient, as the SES mailbox simulator defines it by address. */
export type Outcome = 'delivered' | 'bounced' | 'suppressed' | 'complained' | 'rejected'

const outcomes: ReadonlyMap<string, Outcome> = new Map([
  ['success', 'delivered'],
  ['ooto', 'delivered'],
  ['bounce', 'bounced'],
  ['suppressionlist', 'suppressed'],
  ['complaint', 'complained'],
])

/** The simulator's mailbox that an address names, with or without a `+label`. */
function simulatorMailbox(address: string): string | undefined {
  return /^([^+@]+)(\+[^@]*)?@simulator\.amazonses\.com$/.exec(address.toLowerCase())?.[1]
}

export function isSimulated(address: string): boolean {
  return simulatorMailbox(address) !== undefined
}

/** A mail's recipients by what becomes of them. A virus is everybody's fate: SES accepts the mail and then rejects it. */
export function sortByOutcome(destinations: readonly string[], body: string): Map<Outcome, readonly string[]> {
  return Map.groupBy(destinations, holdsVirus(body) ? () => 'rejected' as const : outcomeOf)
}

/** A simulator mailbox that AWS does not document bounces, as an unknown user does. */
function outcomeOf(address: string): Outcome {
  const mailbox = simulatorMailbox(address)
  return mailbox === undefined ? 'delivered' : (outcomes.get(mailbox) ?? 'bounced')
}

const virusTestText = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR'
const virusSignatures = [virusTestText, Buffer.from(virusTestText).toString('base64')]

/** The EICAR test file, attached or inline, stands for all viruses. */
function holdsVirus(body: string): boolean {
  return virusSignatures.some((signature) => body.includes(signature))
}
