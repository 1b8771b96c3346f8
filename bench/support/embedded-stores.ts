import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyTables } from 'cdk-loopback/apply-tables'
import { type Interceptor, startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import type { Clock } from 'cdk-loopback/clock'
import { openDynamo } from 'cdk-loopback/dynamodb/dynamodb-service'
import { createFaults } from 'cdk-loopback/faults'
import { createIdentities, type Identities } from 'cdk-loopback/identities'
import { openS3 } from 'cdk-loopback/s3/s3-service'
import type { Connection } from '../../aws/clients.ts'

/** A recorded call to a service. */
type RecordedCall = {
  readonly operation: string
  readonly key: string
  /** Bytes of the response; undefined if it was an error. */
  bytes: number | undefined
}

/** A client of the services. `killed` resolves if a fault rule kills it. */
export type Client = { readonly caller: string; readonly connection: Connection; readonly killed: Promise<void> }

/** Opens S3 with the buckets uploads, content and site, and DynamoDB with the tables articles, issues and subscribers. Starts no queue or Lambda. */
export async function openEmbeddedStores(clock: Clock) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-stores-'))
  const { s3, dynamo } = await openServices(folder, clock)
  const calls: RecordedCall[] = []
  const identities = createIdentities()
  const { faults, interceptor, addClient } = createInterceptor(calls, identities)
  const endpoint = await startAwsEndpoint({ s3, dynamodb: dynamo }, { identities, interceptor, now: clock.now })
  return {
    ...{ clock, faults, s3Service: s3 },
    connect: (): Client => addClient(endpoint.url),
    /** Returns the calls of an operation since the last `takeCalls`, in order. */
    takeCalls: (operation: string, key = /(?:)/): RecordedCall[] =>
      calls.splice(0).filter((call) => call.operation === operation && key.test(call.key)),
    /** Returns how often each operation was called since the last count. */
    countCalls: (): ReadonlyMap<string, number> => {
      const operations = Map.groupBy(calls.splice(0), ({ operation }) => operation)
      return new Map([...operations].map(([operation, of]) => [operation, of.length]))
    },
    close: async () => {
      faults.clear()
      await endpoint.close()
      await Promise.all([s3.close(), dynamo.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function openServices(folder: string, { now }: Clock) {
  const s3 = openS3({ folder: path.join(folder, 's3'), now })
  const dynamo = openDynamo({ folder: path.join(folder, 'dynamodb'), now, sweepMs: 0 })
  for (const bucket of ['uploads', 'content', 'site']) s3.createBucket(bucket)
  await applyTables(dynamo, ['articles', 'issues', 'subscribers'].map(tablePlan))
  return { s3, dynamo }
}

function tablePlan(name: string) {
  return {
    ...{ logicalId: name, name, globalSecondaryIndexes: [], timeToLiveAttribute: undefined },
    attributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    keySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  }
}

/** Records calls and injects faults. Calls of a killed client have no effect and never return. */
function createInterceptor(calls: RecordedCall[], identities: Identities) {
  const deaths = new Map<string, { done: boolean; readonly signal: PromiseWithResolvers<void> }>()
  const kill = (caller: string) => {
    const death = deaths.get(caller)
    if (death) death.done = true
    death?.signal.resolve()
  }
  const faults = createFaults({ kill })
  const interceptor: Interceptor = async (context, next) => {
    if (deaths.get(context.caller ?? '')?.done) return new Promise(() => {})
    const { operation, key = '' } = context.call
    const call: RecordedCall = { operation, key, bytes: undefined }
    calls.push(call)
    const response = await faults.interceptor(context, next)
    call.bytes = Number(response.headers['content-length'] ?? 0)
    return response
  }
  const addClient = (endpoint: string): Client => {
    const caller = `client-${deaths.size + 1}`
    const death = { done: false, signal: Promise.withResolvers<void>() }
    deaths.set(caller, death)
    const connection = { endpoint, region: 'us-east-1', credentials: identities.add(caller) }
    return { caller, connection, killed: death.signal.promise }
  }
  return { faults, interceptor, addClient }
}
