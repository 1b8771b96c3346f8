import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { applyTables } from 'cdk-loopback/apply-tables'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import { openDynamo } from 'cdk-loopback/dynamodb/dynamodb-service'
import { createFaults, type Faults } from 'cdk-loopback/faults'
import { createIdentities } from 'cdk-loopback/identities'
import { onTestFinished } from 'vitest'
import { createDynamo } from '../../aws/clients.ts'
import { recipientIndex } from '../../core/keys.ts'

const key = (name: string, KeyType: string) => ({ AttributeName: name, KeyType })

/**
 * Opens an embedded DynamoDB with one table, `table`, which has the index of recipients. It is removed after the test.
 */
export async function openTable(): Promise<{ readonly dynamo: DynamoDBDocumentClient; readonly faults: Faults }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-table-'))
  const service = openDynamo({ folder, sweepMs: 0 })
  await applyTables(service, [
    {
      ...{ logicalId: 'table', name: 'table', timeToLiveAttribute: 'expiresAt' },
      attributeDefinitions: ['pk', 'sk', 'recipients', 'id'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      keySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      globalSecondaryIndexes: [
        {
          IndexName: recipientIndex,
          KeySchema: [key('recipients', 'HASH'), key('id', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  ])
  const faults = createFaults({ kill: () => {} })
  const identities = createIdentities()
  const credentials = identities.add('tester')
  const endpoint = await startAwsEndpoint({ dynamodb: service }, { identities, interceptor: faults.interceptor })
  const dynamo = createDynamo({ endpoint: endpoint.url, region: 'us-east-1', credentials })
  onTestFinished(async () => {
    dynamo.destroy()
    await endpoint.close()
    await service.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { dynamo, faults }
}
