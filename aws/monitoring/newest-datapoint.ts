import { type CloudWatchClient, type Dimension, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'

/** A metric of one service, and how long its newest value counts. */
export type MetricSource = {
  readonly namespace: string
  readonly name: string
  readonly dimensions?: Dimension[]
  /** Milliseconds. */
  readonly window: number
}

/** Returns the maximum of a metric in the last minute that has one. Undefined if none has. */
export async function readNewest(
  cloudWatch: CloudWatchClient,
  { namespace, name, dimensions = [], window }: MetricSource,
  now: Date,
): Promise<number | undefined> {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: name,
      Dimensions: dimensions,
      StartTime: new Date(now.getTime() - window),
      EndTime: now,
      Period: 60,
      Statistics: ['Maximum'],
    }),
  )
  return Datapoints.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp))[0]?.Maximum
}
