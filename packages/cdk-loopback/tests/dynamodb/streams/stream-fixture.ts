import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  type DynamoDBStreamsClientConfig,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import type { DynamoOptions } from '../../../src/dynamodb/dynamodb-service.ts'
import { streamArn as composeArn, tableArn } from '../../../src/dynamodb/protocol/permissions.ts'
import { commands, startDynamo, startWithTable } from '../dynamodb-fixture.ts'

export const streamArn = composeArn(tableArn('us-east-1', 'things'))

type ViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'

/** Starts a table `things` with a stream, or one that an earlier start created. */
export async function startWithStream(
  StreamViewType: ViewType = 'NEW_AND_OLD_IMAGES',
  options: Partial<DynamoOptions> = {},
  existing?: 'existing',
) {
  const StreamSpecification = { StreamEnabled: true, StreamViewType }
  const started = existing
    ? await startDynamo(options).then((server) => ({ ...server, ...commands(server.dynamo) }))
    : await startWithTable({ StreamSpecification }, options)
  return { ...started, records: () => readAll(started.raw.config) }
}

type Config = Pick<DynamoDBStreamsClientConfig, 'endpoint' | 'region' | 'credentials'>

export function streamsClient({ endpoint, region, credentials }: Config): DynamoDBStreamsClient {
  const settings = { ...(endpoint && { endpoint }), ...(region && { region }), ...(credentials && { credentials }) }
  return new DynamoDBStreamsClient({ ...settings, maxAttempts: 1 })
}

/** Reads all records of the stream of `things`, from the oldest one on. */
export async function readAll(
  config: Config,
  from: Partial<GetShardIteratorCommandInput> = {},
): Promise<StreamRecord[]> {
  const client = streamsClient(config)
  try {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }))
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId
    const start = { StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const, ...from }
    let { ShardIterator: iterator } = await client.send(new GetShardIteratorCommand(start))
    const records: StreamRecord[] = []
    for (;;) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator }))
      records.push(...(page.Records ?? []))
      if (!page.Records?.length) return records
      iterator = page.NextShardIterator
    }
  } finally {
    client.destroy()
  }
}
