import { type CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'

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
  const entries = await Promise.all(
    Object.entries(queueUrls).map(async ([name, url]) => {
      const { Datapoints = [] } = await cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateAgeOfOldestMessage',
          Dimensions: [{ Name: 'QueueName', Value: url.slice(url.lastIndexOf('/') + 1) }],
          StartTime: new Date(now.getTime() - window),
          EndTime: now,
          Period: 60,
          Statistics: ['Maximum'],
        }),
      )
      const newest = Datapoints.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp))[0]
      return newest?.Maximum ? [[name, newest.Maximum] as const] : []
    }),
  )
  return Object.fromEntries(entries.flat())
}
