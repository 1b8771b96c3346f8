import type { DeliveryCounts } from '../../core/deliveries/delivery.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../digest/send.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { countIssue } from './count-issue.ts'
import { readNumber } from './show.ts'

type OrderName = 'pause' | 'resume' | 'cancel' | 'retry'

/** What is said depends on whom the order still concerns. */
const outcomes: Readonly<Record<Exclude<OrderName, 'resume'>, (left: DeliveryCounts) => string>> = {
  pause: ({ pending, unknown }) =>
    pending + unknown > 0
      ? 'Paused. A mail that a sender holds in its hands may still go out; `postrider issues resume` goes on.'
      : 'Paused; so far nobody is left who has not got it.',
  cancel: ({ pending, unknown }) =>
    pending + unknown > 0
      ? 'Cancelled: whoever has not got it yet is skipped.'
      : 'Cancelled; but so far nobody is left who has not got it.',
  retry: ({ failed }) =>
    failed > 0 ? `${countOf(failed, 'mail')} that failed: being handed over again.` : 'Nothing of it failed.',
}

/** Steers the sending of an issue. Given twice, an order changes nothing more. */
export async function orderIssue(
  order: OrderName,
  digest: string,
  number: string,
  stack: Stack,
  report: Report,
): Promise<void> {
  const issue = await stack.issues.get(readDigest(digest, stack), readNumber(number))
  if (!issue) throw new CommandFailure(`There is no issue ${number} of the ${digest} digest.`)
  await hold(order, issue, stack)
  // What is held waits for the count; following an order leaves no trace of what was there before.
  const outcome =
    order === 'resume' ? 'Resumed.' : outcomes[order]((await countIssue(issue.digest, issue.number, stack)).counts)
  // Senders and planners find the hold; everything else is for the Lambda that looks through the ledger.
  if (order !== 'pause') await stack.control.add({ digest: issue.digest, number: issue.number, order })
  const answer = { digest: issue.digest, number: issue.number, order }
  report.answer(answer, [`${issue.title}: ${outcome}`])
}

async function hold(order: OrderName, issue: IssueRecord, stack: Stack): Promise<void> {
  if (order === 'pause' || order === 'cancel') {
    const kind = order === 'pause' ? 'paused' : 'cancelled'
    const held = await stack.issues.hold(issue, { kind, reason: 'operator', at: new Date().toISOString() })
    if (held === 'held-already' && order === 'pause') throw wasCancelled(issue)
  } else if (issue.hold?.kind === 'cancelled') throw wasCancelled(issue)
}

function wasCancelled({ digest, number }: IssueRecord): CommandFailure {
  return new CommandFailure(`Issue ${number} of the ${digest} digest was cancelled.`)
}
