import type { Delivery, DeliveryCounts } from '../../core/deliveries/delivery.ts'
import { countDeliveries, type Phase, phaseOf } from '../../core/deliveries/progress.ts'
import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { DigestName } from '../../core/publication.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

export type CountedIssue = Omit<IssueRecord, 'state' | 'contentKey'> & {
  readonly state: Phase
  readonly counts: DeliveryCounts
}

/** @throws {CommandFailure} if there is no such issue */
export async function getIssue(digest: DigestName, number: number, { issues }: Stack): Promise<IssueRecord> {
  const record = await issues.get(digest, number)
  if (record) return record
  throw new CommandFailure(`There is no issue ${number} of the ${digest} digest.`)
}

/** Reads an issue and counts the deliveries in its ledger. @throws {CommandFailure} if there is no such issue */
export async function countIssue(digest: DigestName, number: number, stack: Stack): Promise<CountedIssue> {
  const record = await getIssue(digest, number, stack)
  const states: Delivery['state'][] = []
  for await (const { state } of stack.deliveries.list(issueId(record))) states.push(state)
  return withCounts(record, countDeliveries(states), stack)
}

/** Returns an issue with the state that its counts show. */
export function withCounts(record: IssueRecord, counts: DeliveryCounts, { site }: Stack): CountedIssue {
  const { contentKey, ...shown } = record
  return { ...shown, state: phaseOf(record, counts, site.publication.onUnknown), counts }
}
