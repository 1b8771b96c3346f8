import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import { canPause } from '../../core/deliveries/progress.ts'
import { reasonToPause } from '../../core/feedback/automatic-pause.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { Site } from '../../core/site.ts'
import { logger } from '../runtime/logger.ts'

type Services = {
  readonly site: Site
  readonly issues: Pick<IssueStore, 'get' | 'pause'>
  readonly deliveries: Pick<DeliveryStore, 'readStatistics'>
}

/** Pauses an issue with too many bounces or complaints. Only the operator resumes it. */
export async function pauseIfNeeded(
  name: { readonly digest: string; readonly number: number },
  { site, issues, deliveries }: Services,
  now: Date,
): Promise<void> {
  const record = await issues.get(name.digest, name.number)
  if (!record || record.hold || !canPause(record)) return
  const id = issueId(name)
  const statistics = await deliveries.readStatistics(id)
  const reason = reasonToPause(statistics, record.forgiven, site.publication.limits)
  if (!reason) return
  const result = await issues.pause(record, reason, now.toISOString(), true)
  // An alarm searches the log for this message.
  if (result === 'paused') logger.error('issue paused', { issue: id, reason, statistics })
}
