import * as z from 'zod/mini'

/** The address at which SES receives mails of people who unsubscribe. */
export const unsubscribeMailSettings = z.strictObject({
  address: z
    .email('use an address in ASCII such as "leave@in.example.org"')
    .check(
      z.maxLength(254),
      z.describe(
        'The address to which mail programs can send a mail that unsubscribes. SES must receive all mail of its domain, so use a subdomain of its own.',
      ),
    ),
  ruleSet: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/,
          'use the name of a receipt rule set: at most 64 letters, digits, ".", "_" and "-"',
        ),
        z.describe(
          'The name of the rule set that is active in the account and region, if there is one: the stack adds its rule to it. Without this setting, the stack makes a rule set, and you activate it.',
        ),
      ),
  ),
})

type Addresses = {
  readonly sender: { readonly address: string; readonly identity: 'create' | 'exists'; readonly mailFrom: string }
  readonly unsubscribeMail?: z.infer<typeof unsubscribeMailSettings> | undefined
}

/** Finds an address that the stack's own DNS records keep from getting mail: bounces return to this domain. */
export function findOccupiedDomain({ sender, unsubscribeMail }: Addresses): readonly string[] {
  const domainOf = (address = '') => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const taken = `${sender.mailFrom}.${domainOf(sender.address)}`
  return sender.identity === 'create' && domainOf(unsubscribeMail?.address) === taken
    ? [`unsubscribeMail.address: use another domain, because bounces return to ${taken}`]
    : []
}
