import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { Reputation } from '../../core/monitoring/health.ts'
import { readNewest } from './newest-datapoint.ts'

/** Milliseconds. SES reports its rates about four times an hour while the account sends. */
const window = 60 * 60_000

/** Reads the account's rates of bounces and complaints, by which SES decides whether to review it. */
export async function readReputation(cloudWatch: CloudWatchClient, now: Date): Promise<Reputation> {
  const read = (name: string) =>
    readNewest(cloudWatch, { namespace: 'AWS/SES', name: `Reputation.${name}`, window }, now)
  const [bounces, complaints] = await Promise.all([read('BounceRate'), read('ComplaintRate')])
  return { bounces, complaints }
}
