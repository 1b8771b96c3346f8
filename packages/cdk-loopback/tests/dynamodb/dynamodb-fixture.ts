import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type KeySchemaElement,
  type ScalarAttributeType,
} from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  type DeleteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { onTestFinished } from 'vitest'
import { type DynamoOptions, openDynamo } from '../../src/dynamodb/dynamodb-service.ts'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import type { AwsCall } from '../../src/endpoint/aws-service.ts'
import { identities, operator } from '../operator.ts'

/** Creates a folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dynamodb-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function dynamoClient(endpoint: string) {
  const raw = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: operator, maxAttempts: 1 })
  onTestFinished(() => raw.destroy())
  return { raw, dynamo: DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } }) }
}

/** Starts an embedded DynamoDB behind its endpoint, and stops it after the test. */
export async function startDynamo(options: Partial<DynamoOptions> = {}) {
  const folder = options.folder ?? (await temporaryFolder())
  const service = openDynamo({ folder, sweepMs: 0, ...options })
  const calls: AwsCall[] = []
  const endpoint = await startAwsEndpoint(
    { dynamodb: service },
    {
      identities,
      interceptor: ({ call }, next) => {
        calls.push(call)
        return next()
      },
    },
  )
  let open = true
  const stop = async () => {
    if (!open) return
    open = false
    await endpoint.close()
    await service.close()
  }
  onTestFinished(stop)
  return { service, calls, folder, url: endpoint.url, stop, ...dynamoClient(endpoint.url) }
}

/** Starts one with a table `things`. Its key is `pk` and `sk`, by default strings. */
export async function startWithTable(
  table: Partial<CreateTableCommandInput> = {},
  options: Partial<DynamoOptions> = {},
) {
  const server = await startDynamo(options)
  await server.raw.send(new CreateTableCommand({ ...thingsTable, ...table }))
  return { ...server, ...commands(server.dynamo) }
}

type Attributes = Record<string, unknown>
type Parameters<Input> = Partial<Omit<Input, 'TableName'>>

/** Returns short forms of the operations on `things`. */
export function commands(dynamo: DynamoDBDocumentClient) {
  const TableName = 'things'
  return {
    put: (Item: Attributes, more: Parameters<PutCommandInput> = {}) =>
      dynamo.send(new PutCommand({ TableName, Item, ...more })),
    get: async (Key: Attributes, more: Parameters<GetCommandInput> = {}) =>
      (await dynamo.send(new GetCommand({ TableName, Key, ...more }))).Item,
    update: (Key: Attributes, UpdateExpression: string, more: Parameters<UpdateCommandInput> = {}) =>
      dynamo.send(new UpdateCommand({ TableName, Key, UpdateExpression, ...more })),
    remove: (Key: Attributes, more: Parameters<DeleteCommandInput> = {}) =>
      dynamo.send(new DeleteCommand({ TableName, Key, ...more })),
    query: (more: Parameters<QueryCommandInput>) => dynamo.send(new QueryCommand({ TableName, ...more })),
    scan: (more: Parameters<ScanCommandInput> = {}) => dynamo.send(new ScanCommand({ TableName, ...more })),
    transact: (TransactItems: TransactWriteCommandInput['TransactItems'], ClientRequestToken?: string) =>
      dynamo.send(new TransactWriteCommand({ TransactItems, ClientRequestToken })),
  }
}

export const thingsTable: CreateTableCommandInput = {
  TableName: 'things',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: define('pk:S', 'sk:S'),
  KeySchema: keySchema('pk', 'sk'),
}

/** Defines attributes: `pk:S` is a string attribute `pk`. */
export function define(...attributes: string[]) {
  return attributes.map((attribute) => {
    const [name, type] = attribute.split(':')
    return { AttributeName: name, AttributeType: type as ScalarAttributeType } // the tests use only S, N and B
  })
}

export function keySchema(hash: string, range?: string): KeySchemaElement[] {
  const keys: KeySchemaElement[] = [{ AttributeName: hash, KeyType: 'HASH' }]
  return range === undefined ? keys : [...keys, { AttributeName: range, KeyType: 'RANGE' }]
}

/** Matches a ValidationException with exactly this message. */
export function invalid(message: string) {
  return { name: 'ValidationException', message }
}
