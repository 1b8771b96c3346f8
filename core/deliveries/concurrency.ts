import type { Publication } from '../publication.ts'

/** How many Lambdas of a stack work at the same time. */
export type Concurrency = {
  /** Lambdas that submit mails. */
  readonly senders: number
  /** Chains of messages that choose the recipients of one issue. */
  readonly planChains: number
  /** Lambdas that read uploads. What they queue for the other Lambdas of articles is limited by that, too. */
  readonly ingesters: number
}

/**
 * Divides the account's quota of concurrent Lambda executions. Most of a small quota stays free, so that visitors get
 * answers while an issue is sent, or while many files are uploaded.
 */
export function divideConcurrency({ concurrency, senders }: Pick<Publication, 'concurrency' | 'senders'>): Concurrency {
  const share = (atHundred: number) => Math.max(2, Math.min(atHundred, Math.floor((concurrency * atHundred) / 100)))
  return { senders: senders ?? share(4), planChains: share(16), ingesters: share(20) }
}
