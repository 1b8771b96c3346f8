import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { readNewest } from './newest-datapoint.ts'

/** Milliseconds. SQS reports the age of a queue's oldest message every minute. */
const window = 10 * 60_000

/**
 * Returns the age, in seconds, of the oldest message of each queue, by the name of the queue's entry. Only CloudWatch
 * knows it; alarms on the metric of every queue would cost more than all of an idle stack. A queue without messages has no
 * entry.
 */
export async function readQueueAges(
  cloudWatch: CloudWatchClient,
  queueUrls: Readonly<Record<string, string>>,
  now: Date,
): Promise<Readonly<Record<string, number>>> {
  const source = { namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', window }
  const entries = await Promise.all(
    Object.entries(queueUrls).map(async ([name, url]) => {
      const dimensions = [{ Name: 'QueueName', Value: url.slice(url.lastIndexOf('/') + 1) }]
      const age = await readNewest(cloudWatch, { ...source, dimensions }, now)
      return age ? [[name, age] as const] : []
    }),
  )
  return Object.fromEntries(entries.flat())
}
