import type { Reading } from '../../deployment/account-facts.ts'

/** The TXT records of a name. The strings of each record are joined (RFC 7208 §3.3). */
export type TxtAnswer = Reading<readonly string[]>

export type SpfTerm = {
  readonly qualifier: '+' | '-' | '~' | '?'
  readonly mechanism: string
  /** The domain or network after the mechanism, if it has one. */
  readonly value: string | undefined
}

export type SpfRecord = {
  readonly terms: readonly SpfTerm[]
  /** The domain whose record counts if no mechanism matches (RFC 7208 §6.1). */
  readonly redirect: string | undefined
  /** Terms that make the record invalid (RFC 7208 §4.6). */
  readonly invalid: readonly string[]
}

/** Returns whether a TXT record is one of SPF: the version is followed by a space or nothing (RFC 7208 §4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

const mechanisms = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']
/** Mechanisms without a domain or network are invalid if it is required (RFC 7208 §5). */
const needValue = ['include', 'ip4', 'ip6', 'exists']

/** Parses a record (RFC 7208 §4.6, §5 and §6). Names are case-insensitive. */
export function parseSpf(text: string): SpfRecord {
  const terms: SpfTerm[] = []
  const redirects: string[] = []
  const invalid: string[] = []
  for (const term of text.split(' ').slice(1).filter(Boolean)) {
    const modifier = /^([A-Za-z][A-Za-z0-9\-_.]*)=(.*)$/s.exec(term)
    if (modifier) {
      if (modifier[1]?.toLowerCase() === 'redirect') redirects.push(modifier[2] ?? '')
      continue // unknown modifiers are ignored (RFC 7208 §6)
    }
    const [, qualifier = '+', name = '', rest = ''] = /^([+\-~?])?([A-Za-z0-9]+)([:/].*)?$/s.exec(term) ?? []
    const mechanism = name.toLowerCase()
    const value = rest.startsWith(':') ? rest.slice(1) : undefined
    if (!mechanisms.includes(mechanism) || (needValue.includes(mechanism) && !value)) invalid.push(term)
    else terms.push({ qualifier: qualifier as SpfTerm['qualifier'], mechanism, value }) // one of the four characters
  }
  // More than one `redirect` is invalid (RFC 7208 §6); one next to `all` is ignored (§6.1).
  if (redirects.length > 1 || redirects[0] === '') invalid.push('redirect')
  const hasAll = terms.some(({ mechanism }) => mechanism === 'all')
  return { terms, redirect: hasAll ? undefined : redirects[0], invalid }
}

/** Returns the domains whose records a record refers to. Those with macros depend on the mail (RFC 7208 §7). */
function referredDomains({ terms, redirect }: SpfRecord): readonly string[] {
  const included = terms.flatMap(({ mechanism, value }) => (mechanism === 'include' && value) || [])
  const all = redirect === undefined ? included : [...included, redirect]
  return all.filter((domain) => !domain.includes('%')).map(normalizeDomain)
}

export function normalizeDomain(domain: string): string {
  return domain.replace(/\.$/, '').toLowerCase()
}

/** Terms that make a receiver ask DNS (RFC 7208 §4.6.4). */
const asking = ['include', 'a', 'mx', 'ptr', 'exists']

/** Lookups that a receiver makes at most (RFC 7208 §4.6.4). */
export const lookupLimit = 10
/** More are not counted, because somebody may have made the references endless. */
const countLimit = 30

export type SpfWalk = {
  /** Number of lookups that a receiver needs, counted up to 30. */
  readonly lookups: number
  /** Domains that still have to be read to know. */
  readonly unread: readonly string[]
  /** Domains that are referred to, but have no single valid record: the whole record is then invalid (RFC 7208 §5.2). */
  readonly broken: readonly string[]
}

/** Follows the references of a domain's record through the answers read so far, and counts the lookups. */
export function walkSpf(domain: string, answers: ReadonlyMap<string, TxtAnswer>): SpfWalk {
  const unread = new Set<string>()
  const broken = new Set<string>()
  let lookups = 0
  const visit = (name: string, path: readonly string[]): void => {
    const answer = answers.get(name)
    if (answer === undefined) unread.add(name)
    if (answer?.kind === 'missing') broken.add(name)
    if (answer?.kind !== 'found') return
    const [text, ...others] = answer.value.filter(isSpf)
    if (text === undefined || others.length > 0) return void broken.add(name)
    const record = parseSpf(text)
    lookups += record.terms.filter(({ mechanism }) => asking.includes(mechanism)).length
    lookups += record.redirect === undefined ? 0 : 1
    if (record.invalid.length > 0) broken.add(name)
    for (const next of referredDomains(record)) {
      if (lookups > countLimit) return
      if (path.includes(next))
        broken.add(next) // endless
      else visit(next, [...path, next])
    }
  }
  visit(normalizeDomain(domain), [normalizeDomain(domain)])
  return { lookups: Math.min(lookups, countLimit), unread: [...unread], broken: [...broken] }
}
