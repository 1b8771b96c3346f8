import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { applyTables } from 'cdk-loopback/apply-tables'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import { openDynamo } from 'cdk-loopback/dynamodb/dynamodb-service'
import { createFaults, type Faults } from 'cdk-loopback/faults'
import { createIdentities } from 'cdk-loopback/identities'
import { createDynamo } from '../../aws/clients.ts'
import { recipientIndex } from '../../core/keys.ts'

export type OpenTables = {
  readonly dynamo: DynamoDBDocumentClient
  readonly faults: Faults
  /** Closes the database and removes its files. */
  readonly close: () => Promise<void>
}

/** Opens an embedded DynamoDB in a folder of its own. @param tables the names; `indexed` ones have the index of recipients */
export async function openTables(tables: {
  readonly plain?: readonly string[]
  readonly indexed?: readonly string[]
}): Promise<OpenTables> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-tables-'))
  const service = openDynamo({ folder, sweepMs: 0 })
  const plain = (tables.plain ?? []).map((name) => tableOf(name, ['pk', 'sk'], []))
  const indexed = (tables.indexed ?? []).map((name) => tableOf(name, ['pk', 'sk', 'recipients', 'id'], [recipients]))
  await applyTables(service, [...plain, ...indexed])
  const faults = createFaults({ kill: () => {} })
  const identities = createIdentities()
  const credentials = identities.add('tester')
  const endpoint = await startAwsEndpoint({ dynamodb: service }, { identities, interceptor: faults.interceptor })
  const dynamo = createDynamo({ endpoint: endpoint.url, region: 'us-east-1', credentials })
  const close = async () => {
    dynamo.destroy()
    await endpoint.close()
    await service.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { dynamo, faults, close }
}

const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType })

const recipients = {
  IndexName: recipientIndex,
  KeySchema: [key('recipients', 'HASH'), key('id', 'RANGE')],
  Projection: { ProjectionType: 'ALL' },
}

function tableOf(name: string, attributes: readonly string[], globalSecondaryIndexes: readonly (typeof recipients)[]) {
  return {
    ...{ logicalId: name, name, timeToLiveAttribute: 'expiresAt', globalSecondaryIndexes: [...globalSecondaryIndexes] },
    attributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    keySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
  }
}
