import type { RemovedDigest } from '../../core/monitoring/removed-digests.ts'
import type { Publication } from '../../core/publication.ts'
import type { IssueStore } from '../issues/issue-store.ts'
import type { SubscriberStore } from '../subscribers/subscriber-store.ts'

/** Articles that are counted for each digest. */
const mostWaiting = 100

export type RemovedDigestSources = {
  readonly issues: Pick<IssueStore, 'listDigests' | 'listPending'>
  readonly subscribers: Pick<SubscriberStore, 'countRecipients'>
}

/** Finds digests that publication.json no longer contains, although confirmed subscribers have chosen them. */
export async function readRemovedDigests(
  { issues, subscribers }: RemovedDigestSources,
  publication: Pick<Publication, 'digests'>,
): Promise<readonly RemovedDigest[]> {
  const names = (await issues.listDigests(publication)).filter((name) => !publication.digests[name])
  const counted = await Promise.all(
    names.map(async (digest) => ({ digest, ...(await subscribers.countRecipients(digest)) })),
  )
  return Promise.all(
    counted
      .filter(({ readers }) => readers > 0)
      .map(async (each) => ({ ...each, waiting: (await issues.listPending(each.digest, mostWaiting)).length })),
  )
}
