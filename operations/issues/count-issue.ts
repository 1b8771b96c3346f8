import { type CountStores, readCounts } from '../../aws/deliveries/read-counts.ts'
import { isUncounted, type Phase, phaseOf } from '../../core/deliveries/progress.ts'
import type { DeliveryCounts, IssueRecord } from '../../core/issues/issue.ts'
import type { DigestName } from '../../core/publication.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

export type ShownIssue = Omit<IssueRecord, 'state' | 'contentKey'> & { readonly state: Phase }
export type CountedIssue = ShownIssue & { readonly counts: DeliveryCounts }

/** @throws {CommandFailure} if there is no such issue */
export async function getIssue(
  digest: DigestName,
  number: number,
  { issues }: Pick<Stack, 'issues'>,
): Promise<IssueRecord> {
  const record = await issues.get(digest, number)
  if (record) return record
  throw new CommandFailure(`There is no issue ${number} of the ${digest} digest.`)
}

/** Reads an issue and the counts of its deliveries. @throws {CommandFailure} if there is no such issue */
export async function countIssue(
  digest: DigestName,
  number: number,
  stack: CountStores & Pick<Stack, 'issues'>,
): Promise<CountedIssue> {
  const before = await getIssue(digest, number, stack)
  const { record, counts } = await readCounts(before, stack)
  await recordEnd(before, record, stack)
  return { ...showRecord(record), counts }
}

/** Stores the end of an issue that was planned before batches were counted, if its ledger shows that it has ended. */
export async function recordEnd(
  before: IssueRecord,
  { state, counts }: IssueRecord,
  { issues }: Pick<Stack, 'issues'>,
): Promise<void> {
  if (isUncounted(before) && state === 'submitted' && counts) await issues.submit(before, counts, undefined, [])
}

/** Returns what people see of an issue's record. */
export function showRecord(record: IssueRecord): ShownIssue {
  const { contentKey, ...shown } = record
  return { ...shown, state: phaseOf(record) }
}
