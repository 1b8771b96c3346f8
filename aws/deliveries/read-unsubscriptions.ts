import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import { shareOfDelivered, type Unsubscriptions } from '../../core/subscribers/unsubscription.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { UnsubscriptionStore } from './unsubscription-store.ts'

type Stores = {
  readonly deliveries: Pick<DeliveryStore, 'readStatistics'>
  readonly unsubscriptions: Pick<UnsubscriptionStore, 'list'>
}

type IssueName = Pick<IssueRecord, 'digest' | 'number'>

/** Issues whose statistics are read at the same time. */
const issuesAtOnce = 10

/**
 * Returns how many readers left through each issue, in the order of the issues. It reads the statistics, which are 256 rows
 * of an issue, only of issues through which somebody left.
 *
 * @param digests those of the issues
 */
export async function readUnsubscriptions(
  digests: readonly string[],
  issues: readonly IssueName[],
  { deliveries, unsubscriptions }: Stores,
): Promise<readonly Unsubscriptions[]> {
  const lists = await Promise.all(digests.map(async (digest) => [digest, await unsubscriptions.list(digest)] as const))
  const counts = new Map(lists)
  const share = async (issue: IssueName) => {
    const count = counts.get(issue.digest)?.get(issue.number) ?? 0
    return shareOfDelivered(count, count === 0 ? {} : await deliveries.readStatistics(issueId(issue)))
  }
  const shares: Unsubscriptions[] = []
  for (let start = 0; start < issues.length; start += issuesAtOnce) {
    shares.push(...(await Promise.all(issues.slice(start, start + issuesAtOnce).map(share))))
  }
  return shares
}
