import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { LocalStack } from 'cdk-loopback/local-stack'
import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'

/**
 * A store of deliveries that lists an issue's ledger with one scan instead of a query for each of its 256 partitions,
 * which are nearly all empty in a test. tests/aws/deliveries and tests/e2e test the real list.
 */
export function withScan(store: DeliveryStore, local: LocalStack, table: string): DeliveryStore {
  const { aws: endpoint, credentials } = local
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }))
  return {
    ...store,
    async *list(issueId) {
      const scan = {
        TableName: table,
        FilterExpression: 'begins_with(pk, :ledger)',
        ExpressionAttributeValues: { ':ledger': `delivery#${issueId}#` },
      }
      for await (const page of paginateScan({ client }, scan))
        for (const item of page.Items ?? []) yield item.delivery as Delivery // only the store writes it
    },
  }
}
