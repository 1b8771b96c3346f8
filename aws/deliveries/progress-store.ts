import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import {
  type BatchPlace,
  type PackedPortion,
  type Portion,
  packPortion,
  unpackPortion,
} from '../../core/deliveries/portion.ts'
import {
  changeOf,
  type PortionProgress,
  type SettledCounts,
  type ShardTotal,
  settledStates,
  sumCounts,
} from '../../core/deliveries/settled-counts.ts'
import { portionKey, progressKey, shardTotalKey } from '../../core/keys.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { batchGet } from '../batch-get.ts'
import { isConflict } from '../conflict.ts'

export type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** The recipients of an issue, portion by portion, and how many of their deliveries are settled. */
export type ProgressStore = ReturnType<typeof progressStore>

export function progressStore(dynamo: DynamoDBDocumentClient, table: string) {
  async function getPortion(issueId: string, shard: string, portion: number): Promise<Portion | undefined> {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: portionKey(issueId, shard, portion), ConsistentRead: true }),
    )
    return Item && unpackPortion(Item.portion as PackedPortion) // only `addPortion` writes it
  }

  async function add(item: PutCommandInput['Item']): Promise<'added' | 'taken'> {
    try {
      const condition = { ConditionExpression: 'attribute_not_exists(pk)' }
      await dynamo.send(new PutCommand({ TableName: table, Item: item, ...condition }))
      return 'added'
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'taken'
      throw error
    }
  }

  return {
    getPortion,

    /** Stores the recipients of a portion. Returns those that were stored first, and whether they are these. */
    async addPortion(
      issueId: string,
      shard: string,
      number: number,
      portion: Portion,
    ): Promise<{ readonly stored: Portion; readonly isNew: boolean }> {
      const result = await add({ ...portionKey(issueId, shard, number), portion: packPortion(portion) })
      const stored = result === 'added' ? portion : await getPortion(issueId, shard, number)
      if (!stored) throw new Error(`Portion ${number} of ${issueId} is missing`)
      const sizes = stored.batches.map(({ recipients }) => recipients.length)
      if (sizes.length > 0) await add({ ...progressKey(issueId, shard, number), sizes, counts: {}, version: 1 })
      return { stored, isNew: result === 'added' }
    },

    async get(issueId: string, shard: string, portion: number): Promise<PortionProgress | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: progressKey(issueId, shard, portion), ConsistentRead: true }),
      )
      return Item && readProgress(Item)
    },

    /** Lists the portions of a shard after one, in order. The result has no `after` on the last page. */
    async listPage(
      issueId: string,
      shard: string,
      after: number,
      limit: number,
    ): Promise<{ readonly portions: readonly PortionProgress[]; readonly after: number | undefined }> {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk > :sk',
          ExpressionAttributeValues: {
            ':pk': progressKey(issueId, shard, after).pk,
            ':sk': progressKey(issueId, shard, after).sk,
          },
          Limit: limit,
        }),
      )
      const portions = Items.map(readProgress)
      return { portions, after: LastEvaluatedKey ? portions.at(-1)?.portion : undefined }
    },

    /** Returns all portions of an issue, in no order. They may be a second old. */
    async listAll(issueId: string): Promise<PortionProgress[]> {
      const lists = await Promise.all(
        shards.map((shard) => listShard(dynamo, table, progressKey(issueId, shard, 0).pk)),
      )
      return lists.flat()
    },

    /** Stores the counts of a batch that was never settled before. `taken`: it was. */
    async count(
      issueId: string,
      { shard, portion, index }: BatchPlace,
      counts: SettledCounts,
    ): Promise<PortionProgress | 'taken'> {
      return update(dynamo, {
        TableName: table,
        Key: progressKey(issueId, shard, portion),
        UpdateExpression: 'SET counts.#batch = :counts ADD version :one',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(counts.#batch)',
        ExpressionAttributeNames: { '#batch': String(index) },
        ExpressionAttributeValues: { ':counts': counts, ':one': 1 },
      })
    },

    /**
     * Replaces the counts of a batch. `taken`: the portion changed since it was read.
     * @param alongside written together with a change of the shard's total
     */
    async recount(
      issueId: string,
      { shard, index }: BatchPlace,
      before: PortionProgress,
      counts: SettledCounts,
      alongside: WriteItem,
    ): Promise<PortionProgress | 'taken'> {
      const change = {
        TableName: table,
        Key: progressKey(issueId, shard, before.portion),
        UpdateExpression: 'SET counts.#batch = :counts ADD version :one',
        ConditionExpression: 'version = :version',
        ExpressionAttributeNames: { '#batch': String(index) },
        ExpressionAttributeValues: { ':counts': counts, ':one': 1, ':version': before.version },
      }
      if (!before.finished) return update(dynamo, change)
      const total = addToTotal(table, issueId, shard, 0, changeOf(before.counts[index] ?? {}, counts))
      const result = await write(dynamo, [{ Update: change }, { Update: total }, alongside])
      if (result === 'taken') return 'taken'
      return { ...before, counts: { ...before.counts, [index]: counts }, version: before.version + 1 }
    },

    /** Adds a portion whose batches are all settled to the total of its shard, once. `taken`: the portion changed. */
    async finish(issueId: string, shard: string, progress: PortionProgress): Promise<'finished' | 'taken'> {
      const finished = {
        TableName: table,
        Key: progressKey(issueId, shard, progress.portion),
        UpdateExpression: 'SET finished = :true ADD version :one',
        ConditionExpression: 'version = :version AND attribute_not_exists(finished)',
        ExpressionAttributeValues: { ':true': true, ':one': 1, ':version': progress.version },
      }
      const total = addToTotal(table, issueId, shard, 1, sumCounts(Object.values(progress.counts)))
      return (await write(dynamo, [{ Update: finished }, { Update: total }])) === 'taken' ? 'taken' : 'finished'
    },

    /** Returns the totals of the shards that have finished portions. */
    async listTotals(issueId: string): Promise<ReadonlyMap<string, ShardTotal>> {
      const items = await batchGet(
        dynamo,
        table,
        shards.map((shard) => shardTotalKey(issueId, shard)),
      )
      return new Map(items.map((item) => [String(item.sk), readTotal(item)]))
    },

    /** Returns conditions that fail a transaction if a total has changed since it was read. */
    unchanged(issueId: string, totals: ReadonlyMap<string, ShardTotal>): WriteItem[] {
      return shards.map((shard) => {
        const total = totals.get(shard)
        return {
          ConditionCheck: {
            TableName: table,
            Key: shardTotalKey(issueId, shard),
            ...(total
              ? {
                  ConditionExpression: 'version = :version',
                  ExpressionAttributeValues: { ':version': total.version },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          },
        }
      })
    },
  }
}

function addToTotal(table: string, issueId: string, shard: string, portions: number, change: SettledCounts) {
  const changes = Object.entries({ ...change, portions, version: 1 }).map(([name, by], n) => ({ name, by, n }))
  return {
    TableName: table,
    Key: shardTotalKey(issueId, shard),
    UpdateExpression: `ADD ${changes.map(({ n }) => `#n${n} :n${n}`).join()}`,
    ExpressionAttributeNames: Object.fromEntries(changes.map(({ name, n }) => [`#n${n}`, name])),
    ExpressionAttributeValues: Object.fromEntries(changes.map(({ by, n }) => [`:n${n}`, by])),
  }
}

type Update = Omit<ConstructorParameters<typeof UpdateCommand>[0], 'ReturnValues'>

async function update(dynamo: DynamoDBDocumentClient, input: Update): Promise<PortionProgress | 'taken'> {
  try {
    const { Attributes = {} } = await dynamo.send(new UpdateCommand({ ...input, ReturnValues: 'ALL_NEW' }))
    return readProgress(Attributes)
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'taken'
    throw error
  }
}

async function write(dynamo: DynamoDBDocumentClient, items: WriteItem[]): Promise<'written' | 'taken'> {
  try {
    await dynamo.send(new TransactWriteCommand({ TransactItems: items }))
    return 'written'
  } catch (error) {
    if (isConflict(error)) return 'taken'
    throw error
  }
}

async function listShard(dynamo: DynamoDBDocumentClient, table: string, pk: string): Promise<PortionProgress[]> {
  const query = { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
  const portions: PortionProgress[] = []
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query)) portions.push(...Items.map(readProgress))
  return portions
}

function readProgress(item: Record<string, unknown>): PortionProgress {
  return {
    portion: Number(item.sk),
    sizes: item.sizes as number[], // only this store writes it
    counts: item.counts as Record<string, SettledCounts>, // only this store writes it
    finished: item.finished === true,
    version: Number(item.version),
  }
}

function readTotal(item: Record<string, unknown>): ShardTotal {
  const counts = settledStates.map((state) => [state, Number(item[state] ?? 0)] as const)
  return { portions: Number(item.portions), counts: Object.fromEntries(counts), version: Number(item.version) }
}
