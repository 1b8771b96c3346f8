import { countDeliveries } from '../core/deliveries/count-deliveries.ts'
import type { DeliveryCounts } from '../core/deliveries/delivery.ts'
import { type IssueRecord, issueId } from '../core/issues/issue.ts'
import type { DigestName } from '../core/publication.ts'
import type { Stack } from './connect.ts'
import { CommandFailure } from './failure.ts'

export type CountedIssue = Omit<IssueRecord, 'state' | 'contentKey'> & {
  readonly state: IssueRecord['state'] | 'sending' | 'sent'
  readonly counts: DeliveryCounts
}

/** An issue with its deliveries added up from the ledger. @throws {CommandFailure} when there is no such issue. */
export async function countIssue(digest: DigestName, number: number, stack: Stack): Promise<CountedIssue> {
  const record = await stack.issues.get(digest, number)
  if (!record) throw new CommandFailure(`There is no issue ${number} of the ${digest} digest.`)
  const deliveries = await Array.fromAsync(stack.deliveries.list(issueId({ digest, number })))
  const counts = countDeliveries(deliveries.map((delivery) => delivery.state))
  const { contentKey, ...shown } = record
  // Where the publication leaves unknown hand-overs alone, nothing more becomes of them.
  const open = counts.pending + (stack.site.publication.onUnknown === 'resend' ? counts.unknown : 0)
  return { ...shown, state: record.state === 'planned' ? (open > 0 ? 'sending' : 'sent') : record.state, counts }
}
