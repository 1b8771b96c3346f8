import type { IssueRecord } from '../core/issues/issue.ts'
import type { Stack } from './connect.ts'
import { readDigest } from './digest.ts'
import { CommandFailure } from './failure.ts'
import { readNumber } from './issues.ts'
import type { Report } from './report.ts'

type OrderName = 'pause' | 'resume' | 'cancel' | 'retry'

const outcomes: Readonly<Record<OrderName, string>> = {
  pause: 'Paused. A mail that a sender holds in its hands may still go out; `postrider issues resume` goes on.',
  resume: 'Resumed.',
  cancel: 'Cancelled: whoever has not got it yet is skipped.',
  retry: 'What failed is being handed over again.',
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
  await obey(order, issue, stack)
  report.answer({ digest: issue.digest, number: issue.number, order }, [`${issue.title}: ${outcomes[order]}`])
}

async function obey(order: OrderName, issue: IssueRecord, stack: Stack): Promise<void> {
  const { digest, number, hold } = issue
  if (order === 'pause' || order === 'cancel') {
    const kind = order === 'pause' ? 'paused' : 'cancelled'
    const held = await stack.issues.hold(issue, { kind, reason: 'operator', at: new Date().toISOString() })
    if (held === 'held-already' && order === 'pause') throw wasCancelled(issue)
  } else if (hold?.kind === 'cancelled') throw wasCancelled(issue)
  // Senders and planners find the hold; everything else is for the Lambda that looks through the ledger.
  if (order !== 'pause') await stack.control.add({ digest, number, order })
}

function wasCancelled({ digest, number }: IssueRecord): CommandFailure {
  return new CommandFailure(`Issue ${number} of the ${digest} digest was cancelled.`)
}
