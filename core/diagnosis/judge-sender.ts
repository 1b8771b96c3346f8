import type { Reading } from '../deployment/account-facts.ts'
import { recordTtl } from '../mail/dns-records.ts'
import { readDkimKey } from './dns/dkim-key.ts'
import { quoteRecord } from './dns/quote-record.ts'
import { isSpf, normalizeDomain, parseSpf } from './dns/spf.ts'
import { type Finding, fault, judge, ok, unchecked } from './finding.ts'
import { type DkimAnswer, domainOf, type MailFromAnswer, type SenderIdentity } from './sender-facts.ts'

/** What the judgments need to know of the publication and the place of its stack. */
export type Sender = { readonly address: string; readonly region: string }

/** @param identities those that exist of the sender's address, its domain and the domains above it, in this order */
export function judgeIdentity(
  { address, region }: Sender,
  identities: Reading<readonly SenderIdentity[]>,
): readonly Finding[] {
  return judge('identity', identities, (all) => {
    const [verified] = all.filter(({ isVerified }) => isVerified)
    if (verified) return [ok('identity', `SES in ${region} has verified ${verified.name}.`)]
    const names = all.map(({ name }) => name)
    return names.length === 0
      ? [
          fault('identity.missing', `SES in ${region} has no identity for ${address} or its domain.`, {
            fix: 'Deploy the stack, which creates the identity, unless "sender.identity" in publication.json is "exists".',
            copy: ['npm run deploy'],
          }),
        ]
      : [
          fault('identity.unverified', `SES in ${region} has not verified ${names.join(', ')}.`, {
            fix: 'Set the DNS records that the findings about DKIM name. SES looks for them for three days.',
          }),
        ]
  })
}

/** Judges the signatures with the domain of the sender (RFC 6376). */
export function judgeDkim(identity: SenderIdentity, answers: readonly DkimAnswer[]): readonly Finding[] {
  const { isOn, status, selectors } = identity.dkim
  const domain = domainOf(identity)
  if (!isOn || selectors.length === 0) {
    const copy = [`aws sesv2 put-email-identity-dkim-attributes --email-identity ${identity.name} --signing-enabled`]
    return [fault('dkim.off', `SES does not sign mails as ${domain}.`, { fix: 'Turn the signatures on.', copy })]
  }
  const faults = answers.flatMap((answer) => judgeKey(identity, answer))
  const unread = answers.flatMap(({ key }) => (key.kind === 'unreadable' ? [key.reason] : []))
  if (faults.length > 0) return faults
  if (unread[0] !== undefined) return [unchecked('dkim', unread[0])]
  return status === 'SUCCESS'
    ? [ok('dkim', `The ${selectors.length} keys of ${domain} are in DNS, and SES has found them.`)]
    : [
        fault('dkim.pending', `The keys of ${domain} are in DNS, but SES has not accepted them yet (${status}).`, {
          fix: 'Wait: SES looks for the records for three days. After that, verify the identity again.',
          copy: [`aws sesv2 get-email-identity --email-identity ${identity.name} --query DkimAttributes.Status`],
        }),
      ]
}

function judgeKey(identity: SenderIdentity, { selector, target, key }: DkimAnswer): readonly Finding[] {
  if (key.kind === 'unreadable') return []
  const name = `${selector}._domainkey.${domainOf(identity)}`
  const { zone } = identity.dkim
  const remedy = {
    fix: 'Set this record in the zone of the domain, and remove any other of that name.',
    ...(zone !== undefined && { copy: [`${name}. ${recordTtl} IN CNAME ${selector}.${zone}.`] }),
  }
  const keys = key.kind === 'found' ? key.value.map(readDkimKey) : []
  const targets = target.kind === 'found' ? target.value.map(normalizeDomain) : []
  if (keys.includes('revoked')) return [fault('dkim.revoked', `The key at ${name} is revoked.`, remedy)]
  if (zone !== undefined && targets.length > 0 && !targets.includes(`${selector}.${zone}`)) {
    const shown = targets.map(quoteRecord).join(', ')
    return [fault('dkim.different', `${name} leads to ${shown}, not to the key that SES signs with.`, remedy)]
  }
  if (keys.includes('valid')) return []
  return keys.length > 0
    ? [fault('dkim.different', `The record at ${name} is no DKIM key.`, remedy)]
    : [fault('dkim.missing', `DNS has no DKIM key at ${name}.`, remedy)]
}

/** Judges the domain to which bounces return. SPF is about this domain, not about that of the From address (RFC 7208 §2.4). */
export function judgeMailFrom(
  identity: SenderIdentity,
  answer: MailFromAnswer | undefined,
  region: string,
): readonly Finding[] {
  const { mailFrom } = identity
  if (mailFrom === undefined || answer === undefined) {
    const domain = `bounces.${domainOf(identity)}`
    const command = `aws sesv2 put-email-identity-mail-from-attributes --email-identity ${identity.name} --mail-from-domain ${domain}`
    const text = `Bounces return to a domain of SES, because ${identity.name} has no MAIL FROM domain.`
    return [fault('mail-from.none', text, { fix: 'Choose one, and set its MX and SPF records.', copy: [command] })]
  }
  const { domain, status } = mailFrom
  const { exchanges, txt } = answer
  const faults = [...judgeExchanges(domain, exchanges, region), ...judgeMailFromSpf(domain, txt)]
  if (faults.length > 0) return faults
  const unread = [exchanges, txt].flatMap((each) => (each.kind === 'unreadable' ? [each.reason] : []))
  if (unread[0] !== undefined) return [unchecked('mail-from', unread[0])]
  return status === 'SUCCESS'
    ? [ok('mail-from', `Bounces return to ${domain}, whose MX and SPF records are right.`)]
    : [
        fault(
          'mail-from.pending',
          `The records of ${domain} are right, but SES has not accepted them yet (${status}).`,
          {
            fix: 'Wait: SES looks for the records for three days. After that, set the MAIL FROM domain again.',
            copy: [`aws sesv2 get-email-identity --email-identity ${identity.name} --query MailFromAttributes`],
          },
        ),
      ]
}

function judgeExchanges(domain: string, reading: MailFromAnswer['exchanges'], region: string): readonly Finding[] {
  if (reading.kind === 'unreadable') return []
  const wanted = `feedback-smtp.${region}.amazonses.com`
  const remedy = {
    fix: 'Set this MX record, and no other one, in the zone of the domain.',
    copy: [`${domain}. ${recordTtl} IN MX 10 ${wanted}.`],
  }
  const found = reading.kind === 'found' ? reading.value.map(normalizeDomain) : []
  if (!found.includes(wanted)) return [fault('mail-from.mx', `${domain} has no MX record for ${wanted}.`, remedy)]
  return found.length > 1
    ? [fault('mail-from.several-mx', `${domain} has ${found.length} MX records. SES accepts one.`, remedy)]
    : []
}

function judgeMailFromSpf(domain: string, txt: MailFromAnswer['txt']): readonly Finding[] {
  if (txt.kind === 'unreadable') return []
  const remedy = {
    fix: 'Set this TXT record in the zone of the domain.',
    copy: [`${domain}. ${recordTtl} IN TXT "v=spf1 include:amazonses.com ~all"`],
  }
  const [text, ...others] = txt.kind === 'found' ? txt.value.filter(isSpf) : []
  if (text === undefined) return [fault('mail-from.spf', `${domain} has no SPF record.`, remedy)]
  if (others.length > 0) return [fault('mail-from.spf', `${domain} has ${others.length + 1} SPF records.`, remedy)]
  const { terms } = parseSpf(text)
  const isSes = terms.some(
    (term) => term.mechanism === 'include' && normalizeDomain(term.value ?? '') === 'amazonses.com',
  )
  return isSes
    ? []
    : [fault('mail-from.spf', `The SPF record of ${domain} does not include SES: ${quoteRecord(text)}.`, remedy)]
}
