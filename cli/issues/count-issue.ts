import { countDeliveries } from '../../core/deliveries/count-deliveries.ts'
import type { Delivery, DeliveryCounts } from '../../core/deliveries/delivery.ts'
import { type Phase, phaseOf } from '../../core/deliveries/progress.ts'
import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { DigestName } from '../../core/publication.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

export type CountedIssue = Omit<IssueRecord, 'state' | 'contentKey'> & {
  readonly state: Phase
  readonly counts: DeliveryCounts
}

/**
 * An issue with its deliveries added up from the ledger; `look` is shown each of them.
 * @throws {CommandFailure} when there is no such issue
 */
export async function countIssue(
  digest: DigestName,
  number: number,
  stack: Stack,
  look: (delivery: Delivery) => void = () => {},
): Promise<CountedIssue> {
  const record = await stack.issues.get(digest, number)
  if (!record) throw new CommandFailure(`There is no issue ${number} of the ${digest} digest.`)
  const states: Delivery['state'][] = []
  for await (const delivery of stack.deliveries.list(issueId({ digest, number }))) {
    states.push(delivery.state)
    look(delivery)
  }
  const counts = countDeliveries(states)
  const { contentKey, ...shown } = record
  return { ...shown, state: phaseOf(record, counts, stack.site.publication.onUnknown), counts }
}
