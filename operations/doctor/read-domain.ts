import { dmarcDomains, isDmarc, parseDmarc, reportConsentName } from '../../core/diagnosis/dns/dmarc.ts'
import { isSpf, normalizeDomain, type SpfWalk, type TxtAnswer, walkSpf } from '../../core/diagnosis/dns/spf.ts'
import {
  type DkimAnswer,
  type DmarcAnswers,
  domainOf,
  type MailFromAnswer,
  type SenderIdentity,
} from '../../core/diagnosis/sender-facts.ts'
import type { Dns } from './dns.ts'

/** Domains whose SPF records are read at most. */
const mostDomains = 40

/** Reads the SPF record of a domain, and those to which it refers. The walk is undefined without a single record. */
export async function readSpf(
  domain: string,
  dns: Dns,
): Promise<{ readonly txt: TxtAnswer; readonly walk: SpfWalk | undefined }> {
  const txt = await dns.txt(domain)
  const isSingle = txt.kind === 'found' && txt.value.filter(isSpf).length === 1
  if (!isSingle) return { txt, walk: undefined }
  const answers = new Map<string, TxtAnswer>([[normalizeDomain(domain), txt]])
  let walk = walkSpf(domain, answers)
  while (walk.unread.length > 0 && answers.size < mostDomains) {
    const batch = walk.unread.slice(0, mostDomains - answers.size)
    const read = await Promise.all(batch.map(async (name) => [name, await dns.txt(name)] as const))
    for (const [name, answer] of read) answers.set(name, answer)
    walk = walkSpf(domain, answers)
  }
  return { txt, walk }
}

export async function readDmarc(domain: string, dns: Dns): Promise<DmarcAnswers> {
  const names = dmarcDomains(domain).map((each) => `_dmarc.${each}`)
  const records = await Promise.all(names.map(async (name) => ({ name, answer: await dns.txt(name) })))
  const [place] = records.flatMap(({ name, answer }) =>
    answer.kind === 'found' ? answer.value.filter(isDmarc).map((text) => ({ name, text })) : [],
  )
  const owner = place?.name.replace(/^_dmarc\./, '') ?? domain
  const addresses = (parseDmarc(place?.text ?? '')?.reports ?? []).slice(0, 10)
  const consents = await Promise.all(
    addresses.map(async (address) => {
      const name = reportConsentName(owner, address)
      return name === undefined ? [] : [[address, await dns.txt(name)] as const]
    }),
  )
  return { records, consents: new Map(consents.flat()) }
}

export function readDkim(identity: SenderIdentity, dns: Dns): Promise<readonly DkimAnswer[]> {
  return Promise.all(
    identity.dkim.selectors.map(async (selector) => {
      const name = `${selector}._domainkey.${domainOf(identity)}`
      const [target, key] = await Promise.all([dns.cname(name), dns.txt(name)])
      return { selector, target, key }
    }),
  )
}

export async function readMailFrom({ mailFrom }: SenderIdentity, dns: Dns): Promise<MailFromAnswer | undefined> {
  if (mailFrom === undefined) return undefined
  const [exchanges, txt] = await Promise.all([dns.mx(mailFrom.domain), dns.txt(mailFrom.domain)])
  return { exchanges, txt }
}
