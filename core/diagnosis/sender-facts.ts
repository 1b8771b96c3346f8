import type { Reading } from '../deployment/account-facts.ts'
import type { TxtAnswer } from './dns/spf.ts'

/** An SES identity from which mails of the sender can be sent. */
export type SenderIdentity = {
  /** An address, or a domain. */
  readonly name: string
  readonly isVerified: boolean
  readonly dkim: {
    readonly isOn: boolean
    /** As SES calls it: `SUCCESS`, `PENDING`, `FAILED`, … */
    readonly status: string
    /** The first labels of the names of the records. */
    readonly selectors: readonly string[]
    /** The domain below which SES publishes the keys. Undefined: the records contain the keys themselves. */
    readonly zone: string | undefined
  }
  /** The domain to which bounces return. Undefined: SES's own. */
  readonly mailFrom?: { readonly domain: string; readonly status: string }
}

/** What DNS says about a DKIM selector. */
export type DkimAnswer = {
  readonly selector: string
  readonly target: Reading<readonly string[]>
  readonly key: TxtAnswer
}

/** What DNS says about a MAIL FROM domain. */
export type MailFromAnswer = {
  /** The mail servers of the domain. */
  readonly exchanges: Reading<readonly string[]>
  readonly txt: TxtAnswer
}

/** The TXT records of a name that DMARC uses. */
export type NamedAnswer = { readonly name: string; readonly answer: TxtAnswer }

/** What DNS says about DMARC: for the From domain and those above it, in this order. */
export type DmarcAnswers = {
  readonly records: readonly NamedAnswer[]
  /** By the address for reports: whether its domain accepts them. Undefined: it needs no consent. */
  readonly consents: ReadonlyMap<string, TxtAnswer>
}

/** Returns the domain that an identity signs for. */
export function domainOf({ name }: Pick<SenderIdentity, 'name'>): string {
  return name.slice(name.lastIndexOf('@') + 1).toLowerCase()
}
