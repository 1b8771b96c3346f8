import { domainOf } from '../address.ts'

/**
 * Returns the recipients to which a rule applies.
 * @param conditions addresses, domains, and `.example.com` for all its subdomains; empty for all recipients
 */
export function matchRecipients(conditions: readonly string[], recipients: readonly string[]): readonly string[] {
  if (conditions.length === 0) return recipients
  return recipients.filter((recipient) => conditions.some((condition) => matches(condition.toLowerCase(), recipient)))
}

function matches(condition: string, recipient: string): boolean {
  if (condition.includes('@')) return recipient.toLowerCase() === condition
  const domain = domainOf(recipient)
  return condition.startsWith('.') ? domain.endsWith(condition) : domain === condition
}
