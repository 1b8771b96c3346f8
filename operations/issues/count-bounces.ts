import { providerOf } from '../../core/feedback/mail-providers.ts'
import { issueId } from '../../core/issues/issue.ts'
import { inBatches } from '../batches.ts'
import type { Stack } from '../stack.ts'

/** What a provider's mail servers did with the mails of an issue. */
export type ProviderCounts = {
  /** A provider such as Gmail, or a domain. */
  readonly provider: string
  readonly counts: Record<BadOutcome, number>
}

/** What mail servers and readers report if a mail was not welcome: one of the outcomes of deliveries. */
const badOutcomes = ['bounced', 'softBounced', 'refused', 'complained'] as const
export type BadOutcome = (typeof badOutcomes)[number]

const isBad = (outcome: string | undefined): outcome is BadOutcome => badOutcomes.some((each) => each === outcome)

export type BouncesByProvider = {
  /** Most bounces first. */
  readonly providers: readonly ProviderCounts[]
  /** Of people who were erased since. */
  readonly unknown: number
  /** Deliveries that were read. */
  readonly read: number
  /** False if the ledger has more. */
  readonly complete: boolean
}

/** Deliveries that are read at most: about ten seconds. */
const mostRead = 100_000

type Sources = {
  readonly deliveries: Pick<Stack['deliveries'], 'list'>
  readonly subscribers: Pick<Stack['subscribers'], 'getMany'>
}

/**
 * Counts the bounces and complaints of an issue by the providers of the mailboxes. It reads the ledger, and the addresses of
 * these recipients only. Someone who has another address now counts at its provider.
 */
export async function countBounces(
  issue: { readonly digest: string; readonly number: number },
  { deliveries, subscribers }: Sources,
  most = mostRead,
): Promise<BouncesByProvider> {
  const counts = new Map<string, ProviderCounts>()
  let read = 0
  let unknown = 0
  let complete = true
  const affected = async function* () {
    for await (const { subscriberId, outcome } of deliveries.list(issueId(issue))) {
      if (read === most) {
        complete = false
        return
      }
      read += 1
      if (isBad(outcome)) yield { subscriberId, outcome }
    }
  }
  for await (const batch of inBatches(affected(), 100)) {
    const people = await subscribers.getMany(batch.map(({ subscriberId }) => subscriberId))
    const addresses = new Map(people.map(({ id, address }) => [id, address]))
    for (const { subscriberId, outcome } of batch) {
      const address = addresses.get(subscriberId)
      if (address === undefined) {
        unknown += 1
        continue
      }
      const provider = providerOf(address)
      const entry = counts.get(provider) ?? {
        provider,
        counts: { bounced: 0, softBounced: 0, refused: 0, complained: 0 },
      }
      entry.counts[outcome] += 1
      counts.set(provider, entry)
    }
  }
  const total = (entry: ProviderCounts) => Object.values(entry.counts).reduce((sum, count) => sum + count, 0)
  return { providers: [...counts.values()].sort((a, b) => total(b) - total(a)), unknown, read, complete }
}
