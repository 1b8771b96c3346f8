import type { ZoneRecord } from './zone-records.ts'

/** The current state of an account, as far as a deployment depends on it. */

/** The result of looking something up. `unreadable` says why that failed. */
export type Reading<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** A CloudFormation stack. */
export type StackFact = {
  readonly status: string
  readonly description: string
  /** The `tag` of its publication, which an output contains. */
  readonly publication?: string
  /** The SES identities that it created. */
  readonly identities: readonly string[]
  /** The names of the DNS records that it set. */
  readonly records: readonly string[]
}

export type CertificateFact = {
  readonly status: string
  readonly domains: readonly string[]
}

export type ZoneFact = { readonly name: string; readonly isPrivate: boolean }

/** An SES identity and whether SES has verified it. */
export type IdentityFact = { readonly name: string; readonly isVerified: boolean }

export type MailAccountFact = {
  readonly isSandbox: boolean
  /** Whether SES accepts mails from the account. It does not while it reviews or has paused the account. */
  readonly isEnabled: boolean
}

export type AccountFacts = {
  /** Its number. */
  readonly account: string
  readonly stack: Reading<StackFact>
  /** The version of the bootstrap resources in each region that the deployment uses. */
  readonly bootstraps: readonly { readonly region: string; readonly version: Reading<number> }[]
  /** The existing SES identities of the sender's address, its domain and its parent domains. */
  readonly identities: Reading<readonly IdentityFact[]>
  /** Missing if the region has no SES. */
  readonly mail: Reading<MailAccountFact>
  /** Maximum number of concurrent Lambda executions. */
  readonly concurrency: Reading<number>
  /** Present if `publication.json` names one. */
  readonly certificate?: Reading<CertificateFact>
  /** Present if `publication.json` names one. */
  readonly zone?: Reading<ZoneFact>
  /** The records of the zone at the names at which the stack sets some. Present if `publication.json` names a zone. */
  readonly records?: Reading<readonly ZoneRecord[]>
}
