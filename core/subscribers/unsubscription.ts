import { readIssueId, type Statistics } from '../issues/issue.ts'
import type { Subscriber } from './subscriber.ts'
import type { TokenPurpose } from './token.ts'

/** A change of the number of readers who left through an issue. */
export type UnsubscriptionChange = { readonly issueId: string; readonly by: 1 | -1 }

/** The readers who left through an issue. */
export type Unsubscriptions = {
  readonly count: number
  /** Undefined while SES has not reported any mail as delivered. */
  readonly percentOfDelivered: number | undefined
}

/** Returns what binds a link to the issue whose mail contains it. Tokens contain no hyphens, and digests no underscores. */
export function boundToIssue(issueId: string): string {
  return issueId.replaceAll('-', '_')
}

/** Returns the id of the issue whose mail contains a link. Undefined for other mails, and for mails of former versions. */
export function issueOfLink(purpose: TokenPurpose, bound = ''): string | undefined {
  if (purpose !== 'unsubscribe' && purpose !== 'preferences') return undefined
  const id = bound.replaceAll('_', '-')
  return readIssueId(id) && id
}

/** Returns how a change of a subscriber changes the count of an issue: a return takes the departure back. */
export function unsubscriptionChange(before: Subscriber, after: Subscriber): UnsubscriptionChange | undefined {
  const states = `${before.state} ${after.state}`
  if (states === 'confirmed unsubscribed') return changeOf(after.unsubscribedThrough, 1)
  return states === 'unsubscribed confirmed' ? changeOf(before.unsubscribedThrough, -1) : undefined
}

/** Returns how an erasure changes the count of an issue. */
export function erasureChange(
  { state }: Pick<Subscriber, 'state'>,
  through: string | undefined,
): UnsubscriptionChange | undefined {
  return state === 'confirmed' ? changeOf(through, 1) : undefined
}

function changeOf(issueId: string | undefined, by: 1 | -1): UnsubscriptionChange | undefined {
  return issueId === undefined ? undefined : { issueId, by }
}

/** @param statistics of the issue. A mail that its reader complained about was delivered. */
export function shareOfDelivered(count: number, { delivered = 0, complained = 0 }: Statistics): Unsubscriptions {
  if (count === 0) return { count, percentOfDelivered: 0 }
  const total = delivered + complained
  return { count, percentOfDelivered: total > 0 ? Math.round((10_000 * count) / total) / 100 : undefined }
}

/** Describes them for the operator: `3 (0.42 % of delivered)`. */
export function describeUnsubscriptions({ count, percentOfDelivered }: Unsubscriptions): string {
  return percentOfDelivered === undefined ? String(count) : `${count} (${percentOfDelivered} % of delivered)`
}
