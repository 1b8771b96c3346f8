import type { S3Event } from '../s3/s3-service.ts'
import type { BucketPlan, NotificationPlan } from '../template/stack-plan.ts'

/** Returns the ARNs of the queues to which a bucket's notification configuration sends an event. */
export function notifiedQueues(buckets: readonly BucketPlan[], { bucket, record }: S3Event): string[] {
  const key = decodeURIComponent(record.s3.object.key.replaceAll('+', ' '))
  const notifications = buckets.find(({ name }) => name === bucket)?.notifications ?? []
  return notifications
    .filter(({ prefix, suffix }) => key.startsWith(prefix) && key.endsWith(suffix))
    .filter(({ events }) => events.some((pattern) => matches(pattern, record.eventName)))
    .map(({ queueArn }: NotificationPlan) => queueArn)
}

/** Returns whether a pattern matches an event name: `s3:ObjectCreated:*` matches `ObjectCreated:Put`. */
function matches(pattern: string, eventName: string): boolean {
  const name = pattern.replace(/^s3:/, '')
  return name.endsWith('*') ? eventName.startsWith(name.slice(0, -1)) : eventName === name
}
