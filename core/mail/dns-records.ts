import type { Publication } from '../publication.ts'
import { senderDomain } from './header.ts'

/** A DNS record. Names are without the final dot; the value is written as in a zone file. */
export type DnsRecord = {
  readonly purpose: 'Dkim1' | 'Dkim2' | 'Dkim3' | 'MailFromMx' | 'MailFromSpf' | 'Dmarc'
  readonly name: string
  readonly type: 'CNAME' | 'MX' | 'TXT'
  readonly value: string
}

/** The name and target of a CNAME record. */
export type DkimToken = { readonly name: string; readonly value: string }

/** Seconds. */
export const recordTtl = 1800

/** Returns the domain to which bounces return: SMTP's MAIL FROM. SES requires a subdomain of the identity. */
export function mailFromDomain(publication: Publication): string {
  return `${publication.sender.mailFrom}.${senderDomain(publication)}`
}

/**
 * Returns the id of the Route 53 zone in which the stack can set the sender's records: the zone of the site, if the
 * sender's domain is the site's domain or below it. Of another domain it is not known whether the zone contains it.
 */
export function senderZone(publication: Publication): string | undefined {
  const { name = '', hostedZone } = publication.domain ?? {}
  const sender = senderDomain(publication)
  return sender === name || sender.endsWith(`.${name}`) ? hostedZone : undefined
}

/** Lists the records that verify the sender's domain in SES and align its mail with SPF, DKIM and DMARC. */
export function senderRecords(
  publication: Publication,
  dkim: readonly [DkimToken, DkimToken, DkimToken],
  region: string,
): readonly DnsRecord[] {
  const [first, second, third] = dkim
  const mailFrom = mailFromDomain(publication)
  return [
    dkimRecord('Dkim1', first),
    dkimRecord('Dkim2', second),
    dkimRecord('Dkim3', third),
    { purpose: 'MailFromMx', name: mailFrom, type: 'MX', value: `10 feedback-smtp.${region}.amazonses.com.` },
    { purpose: 'MailFromSpf', name: mailFrom, type: 'TXT', value: '"v=spf1 include:amazonses.com ~all"' },
    {
      purpose: 'Dmarc',
      name: `_dmarc.${senderDomain(publication)}`,
      type: 'TXT',
      value: dmarcPolicy(publication.sender.address),
    },
  ]
}

/** Writes a record as a line of a zone file. */
export function renderZoneLine({ name, type, value }: DnsRecord): string {
  return `${name}. ${recordTtl} IN ${type} ${value}`
}

function dkimRecord(purpose: DnsRecord['purpose'], { name, value }: DkimToken): DnsRecord {
  return { purpose, name, type: 'CNAME', value: `${value}.` }
}

/**
 * Asks receivers for reports, and for no other action. Reports go to the sender's own address: another domain would have
 * to publish that it accepts them (RFC 7489 §7.1).
 */
function dmarcPolicy(address: string): string {
  const encoded = address.replaceAll('!', '%21').replaceAll(',', '%2C') // RFC 7489 §6.2
  return quote(`v=DMARC1; p=none; rua=mailto:${encoded}`)
}

/** Quotes a text as strings of at most 255 characters, of which a TXT record consists (RFC 1035 §3.3.14). */
function quote(text: string): string {
  const strings = text.match(/.{1,255}/g) ?? []
  return strings.map((part) => `"${part.replaceAll(/["\\]/g, '\\$&')}"`).join(' ')
}
