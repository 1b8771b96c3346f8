import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** How to reach AWS. What is undefined, the SDK finds in its environment and in the profile. */
export type Connection = {
  readonly endpoint?: string
  readonly region: string
  readonly credentials?: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
  /** A profile of the AWS configuration. */
  readonly profile?: string
}

export const createS3 = (connection?: Connection): S3Client =>
  connection ? nameCalls(unlogged(new S3Client({ ...connection }))) : unlogged(new S3Client())

export const createCloudWatch = (connection?: Connection): CloudWatchClient =>
  unlogged(new CloudWatchClient({ ...connection }))

export const createCloudWatchLogs = (connection?: Connection): CloudWatchLogsClient =>
  new CloudWatchLogsClient({ ...connection })

export const createCloudFormation = (connection?: Connection): CloudFormationClient =>
  new CloudFormationClient({ ...connection })

export const createEventBridge = (connection?: Connection): EventBridgeClient =>
  unlogged(new EventBridgeClient({ ...connection }))

export const createSqs = (connection?: Connection): SQSClient => unlogged(new SQSClient({ ...connection }))

/**
 * Returns a client that does not retry, because senders back off themselves when SES throttles. The timeouts, in
 * milliseconds, are well within those of the senders.
 */
export const createSes = (connection?: Connection): SESClient =>
  unlogged(
    new SESClient({
      ...connection,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    }),
  )

export const createSesV2 = (connection?: Connection): SESv2Client => new SESv2Client({ ...connection })

export const createDynamo = (connection?: Connection): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(unlogged(new DynamoDBClient({ ...connection })), {
    marshallOptions: { removeUndefinedValues: true },
  })

/** Adds the name of the call to each error, because S3's answers to HEAD requests have no body that says what was refused. */
function nameCalls(client: S3Client): S3Client {
  const name = (command = '') => `S3 ${command.replace(/Command$/, '')}`
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next(args).catch((error: unknown) => {
          throw Object.assign(error as object, { call: name(commandName) }) // the SDK throws errors only
        }),
    { step: 'initialize' },
  )
  return client
}

type Logged = { readonly middlewareStack: { remove(step: string): boolean } }

/**
 * Removes the step that prepares a log entry of every call: it takes up to a tenth of the CPU time of a call, and its
 * entries go nowhere.
 */
function unlogged<Client extends Logged>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware')
  return client
}
