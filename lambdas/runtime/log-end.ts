import { type DeliveryCounts, issueId } from '../../core/issues/issue.ts'
import { logger } from './logger.ts'

/** Logs the end of an issue. @param counts undefined if it has not ended, or had ended before */
export function logEnd(
  issue: { readonly digest: string; readonly number: number },
  counts: DeliveryCounts | undefined,
): void {
  // A metric filter searches the log for this message.
  if (counts) logger.info('issue submitted', { issue: issueId(issue), ...counts })
}
