import { recordTtl } from '../mail/dns-records.ts'
import { type DmarcRecord, isAligned, isDmarc, parseDmarc } from './dns/dmarc.ts'
import { quoteRecord } from './dns/quote-record.ts'
import { isSpf, lookupLimit, parseSpf, type SpfWalk, type TxtAnswer } from './dns/spf.ts'
import { type Finding, fault, judge, ok, orOk } from './finding.ts'
import { type DmarcAnswers, domainOf, type NamedAnswer, type SenderIdentity } from './sender-facts.ts'

/** Judges the SPF record of the domain of the From address (RFC 7208). @param walk undefined if it has no single record */
export function judgeSpf(domain: string, txt: TxtAnswer, walk: SpfWalk | undefined): readonly Finding[] {
  const add = {
    fix: 'Set this TXT record. Add the servers that send other mail of the domain before "~all".',
    copy: [`${domain}. ${recordTtl} IN TXT "v=spf1 include:amazonses.com ~all"`],
  }
  const missing = () => [fault('spf.missing', `${domain} has no SPF record.`, add)]
  return judge(
    'spf',
    txt,
    (texts) => {
      const records = texts.filter(isSpf)
      const [text] = records
      if (text === undefined) return missing()
      if (records.length > 1) {
        const shown = records.map(quoteRecord).join(', ')
        const fix = 'Remove all SPF records of the domain except one, which contains the mechanisms of all of them.'
        return [fault('spf.several', `${domain} has ${records.length} SPF records: ${shown}.`, { fix })]
      }
      return orOk('spf', judgeRecord(domain, text, walk), `The SPF record of ${domain} is valid.`)
    },
    missing,
  )
}

function judgeRecord(domain: string, text: string, walk: SpfWalk | undefined): readonly Finding[] {
  const { terms, invalid } = parseSpf(text)
  const { lookups = 0, broken = [] } = walk ?? {}
  const references = broken.filter((each) => each !== domain)
  const passesAll = terms.some(({ mechanism, qualifier }) => mechanism === 'all' && qualifier === '+')
  const shown = quoteRecord(text)
  return [
    ...(invalid.length > 0
      ? [
          fault(
            'spf.invalid',
            `The SPF record of ${domain} has terms that are not valid: ${quoteRecord(invalid.join(' '))}.`,
            {
              fix: `Correct the record: ${shown}.`,
            },
          ),
        ]
      : []),
    ...(references.length > 0
      ? [
          fault(
            'spf.invalid',
            `The SPF record of ${domain} refers to ${references.map(quoteRecord).join(', ')}, without a single valid SPF record.`,
            { fix: 'Remove these references from the record.' },
          ),
        ]
      : []),
    ...(lookups > lookupLimit
      ? [
          fault('spf.lookups', `The SPF record of ${domain} needs ${lookups} lookups; receivers make ${lookupLimit}.`, {
            fix: 'Remove includes of services that no longer send mail of the domain, or send their mail from subdomains.',
          }),
        ]
      : []),
    ...(passesAll
      ? [
          fault('spf.pass-all', `The SPF record of ${domain} ends with "+all": ${shown}.`, {
            fix: 'Replace "all" or "+all" in the record with "~all".',
          }),
        ]
      : []),
  ]
}

/** Judges the DMARC record (RFC 7489), and whether SPF and DKIM agree with the domain of the From address. */
export function judgeDmarc(
  from: { readonly domain: string; readonly address: string },
  identity: SenderIdentity,
  { records, consents }: DmarcAnswers,
): readonly Finding[] {
  // The record of a domain above applies only if those below have none.
  const place = records.find(({ answer }) => answer.kind === 'unreadable' || recordsOf(answer).length > 0)
  const missing = () => [
    fault('dmarc.missing', `Neither ${from.domain} nor a domain above it has a DMARC record.`, {
      fix: 'Set this TXT record. Receivers send reports to the address in it.',
      copy: [`_dmarc.${from.domain}. ${recordTtl} IN TXT "v=DMARC1; p=none; rua=mailto:${from.address}"`],
    }),
  ]
  if (place === undefined) return missing()
  return judge('dmarc', place.answer, () => judgePlace(from.domain, place, identity, consents), missing)
}

function recordsOf(answer: TxtAnswer): readonly string[] {
  return answer.kind === 'found' ? answer.value.filter(isDmarc) : []
}

function judgePlace(
  from: string,
  { name, answer }: NamedAnswer,
  identity: SenderIdentity,
  consents: DmarcAnswers['consents'],
): readonly Finding[] {
  const texts = recordsOf(answer)
  const shown = texts.map(quoteRecord).join(', ')
  if (texts.length > 1) {
    const fix = 'Remove all of them except one.'
    return [fault('dmarc.several', `${name} has ${texts.length} DMARC records: ${shown}.`, { fix })]
  }
  const record = parseDmarc(texts[0] ?? '')
  if (!record) {
    const fix = 'Correct the record. It must begin with "v=DMARC1; p=none", "p=quarantine" or "p=reject".'
    return [fault('dmarc.invalid', `The DMARC record at ${name} is not valid: ${shown}.`, { fix })]
  }
  const faults = [
    ...judgeAlignment(from, name.replace(/^_dmarc\./, ''), identity, record),
    ...judgeReports(name, record, consents),
  ]
  return faults.length > 0
    ? faults
    : [ok('dmarc', `The policy of ${from} is "${record.policy}", and SPF and DKIM agree with it.`)]
}

function judgeAlignment(
  from: string,
  owner: string,
  identity: SenderIdentity,
  { alignment }: DmarcRecord,
): readonly Finding[] {
  const signed = domainOf(identity)
  const bounces = identity.mailFrom?.domain ?? 'amazonses.com'
  const dkim = identity.dkim.isOn && isAligned(signed, from, alignment.dkim, owner)
  const spf = isAligned(bounces, from, alignment.spf, owner)
  const mode = (tag: string) => `Remove "${tag}=s" from the DMARC record`
  if (!dkim && !spf) {
    return [
      fault('dmarc.unaligned', `Mails from ${from} are signed as ${signed} and return to ${bounces}: neither agrees.`, {
        fix: `${mode('adkim')}, or verify ${from} itself in SES.`,
        copy: [`aws sesv2 create-email-identity --email-identity ${from}`],
      }),
    ]
  }
  if (spf || !dkim) return []
  const fix =
    identity.mailFrom === undefined
      ? 'Give the identity a MAIL FROM domain.'
      : `${mode('aspf')}: the MAIL FROM domain of SES is always a subdomain.`
  return [fault('dmarc.spf-unaligned', `Bounces return to ${bounces}, so SPF does not agree with ${from}.`, { fix })]
}

function judgeReports(name: string, { reports }: DmarcRecord, consents: DmarcAnswers['consents']): readonly Finding[] {
  if (reports.length === 0) {
    const fix = 'Add "rua=mailto:" and an address to the record.'
    return [fault('dmarc.no-reports', `The DMARC record at ${name} has no address for reports.`, { fix })]
  }
  return reports.flatMap((address) => {
    const consent = consents.get(address)
    const refuses = consent?.kind === 'missing' || (consent?.kind === 'found' && !consent.value.some(isDmarc))
    if (!refuses) return []
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    const from = name.replace(/^_dmarc\./, '')
    return [
      fault('dmarc.reports-refused', `${quoteRecord(domain)} does not say that it accepts the reports about ${from}.`, {
        fix: 'Ask its operator for this record, or use an address of the own domain.',
        ...(/^[a-z0-9.-]+$/.test(domain) && {
          copy: [`${from}._report._dmarc.${domain}. ${recordTtl} IN TXT "v=DMARC1"`],
        }),
      }),
    ]
  })
}
