import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { healthKey } from '../../core/keys.ts'
import { type HealthRecord, noHealth } from '../../core/monitoring/health.ts'

/** What the last check of the stack found. Concurrent checks may overwrite each other: they find the same. */
export function healthStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get(): Promise<HealthRecord> {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: healthKey }))
      return (Item?.health as HealthRecord | undefined) ?? noHealth // only `put` writes it
    },

    async put(health: HealthRecord): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...healthKey, health } }))
    },
  }
}
