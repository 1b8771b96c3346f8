import type { Delivery } from '../../core/deliveries/delivery.ts'
import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { Stack } from '../stack.ts'

/** An issue that has a delivery to a person. */
export type Received = { readonly issue: IssueRecord; readonly delivery: Delivery }

/** Issues in which a delivery is looked up, newest first. */
export const issuesSearched = 50

type Sources = Pick<Stack, 'site'> & {
  readonly issues: Pick<Stack['issues'], 'listDigests' | 'list'>
  readonly deliveries: Pick<Stack['deliveries'], 'get'>
}

/** Lists the newest deliveries to a person, newest first. `complete`: no older issue can have any. */
export async function listReceived(
  { id, createdAt }: Pick<Subscriber, 'id' | 'createdAt'>,
  { issues, deliveries, site }: Sources,
): Promise<{ readonly received: readonly Received[]; readonly complete: boolean }> {
  const digests = await issues.listDigests(site.publication)
  const lists = await Promise.all(digests.map((digest) => issues.list(digest, issuesSearched + 1)))
  const possible = lists
    .flat()
    .filter(({ composedAt, approval }) => (approval?.givenAt ?? composedAt) >= createdAt)
    .sort((a, b) => b.composedAt.localeCompare(a.composedAt))
  const searched = possible.slice(0, issuesSearched)
  const found = await Promise.all(
    searched.map(async (issue) => ({ issue, stored: await deliveries.get(issueId(issue), id, false) })),
  )
  const received = found.flatMap(({ issue, stored }) => (stored ? [{ issue, delivery: stored.delivery }] : []))
  return { received, complete: possible.length <= issuesSearched }
}
