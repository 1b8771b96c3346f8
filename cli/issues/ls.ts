import type { Command } from 'commander'
import { readUnsubscriptions } from '../../aws/deliveries/read-unsubscriptions.ts'
import { describeUnsubscriptions } from '../../core/subscribers/unsubscription.ts'
import { showRecord } from '../../operations/issues/count-issue.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'

export function define(command: Command): void {
  command.description('list the issues of all digests, including removed ones').action(onStack(listIssues))
}

export async function listIssues(stack: Stack, report: Report): Promise<void> {
  const digests = await stack.issues.listDigests(stack.site.publication)
  const records = (await Promise.all(digests.map((digest) => stack.issues.list(digest)))).flat()
  const shares = await readUnsubscriptions(digests, records, stack)
  const issues = records.map((record, index) => ({ ...showRecord(record), unsubscriptions: shares[index] }))
  const rows = issues.map(({ composedAt, digest, number, state, title, counts, unsubscriptions }) => [
    composedAt,
    `${digest} ${number}`,
    state,
    counts ? `${counts.submitted} of ${counts.recipients}` : '',
    unsubscriptions?.count ? `unsubscribed: ${describeUnsubscriptions(unsubscriptions)}` : '',
    title,
  ])
  report.answer(issues, rows.length > 0 ? table(rows) : ['No issue has been composed yet.'])
}
