import path from 'node:path'
import { Duration, Validations } from 'aws-cdk-lib'
import type { ITable, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  Code,
  FilterCriteria,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { type LambdaName, type Settings, writeSettings } from '../core/environment.ts'
import { createLogGroup } from './log-group.ts'

/** Where build/ writes a bundle per Lambda, each in a folder of its name. */
const bundles = path.join(path.dirname(import.meta.dirname), 'dist', 'lambdas')

type LambdaOptions = {
  readonly settings: Settings
  readonly timeout: Duration
  /** MiB. */
  readonly memory?: number
  /** Whether its messages may invoke it again, directly or through other Lambdas. Lambda stops such loops unless they are allowed. */
  readonly invokesItself?: boolean
}

/** An event pattern for the records of a stream. */
export type StreamFilter = { readonly eventName: readonly string[]; readonly dynamodb: object }

type ConsumeOptions = {
  /** Maximum messages of a batch. */
  readonly batchSize?: number
  /** How long a batch that is not full waits for more messages. */
  readonly batchWindow?: Duration
  /** Maximum batches at a time. An idle queue costs more than twice as much with this limit, so only `Ingest` and `Send` have it. */
  readonly concurrency?: number
}

/**
 * The Lambda of lambdas/<name>.ts. It gets the settings that core/environment.ts lists for it. It has no rights until
 * they are granted one by one.
 */
export class Lambda extends LambdaFunction {
  readonly lambdaName: LambdaName

  constructor(scope: Construct, name: LambdaName, options: LambdaOptions) {
    const id = pascalCase(name)
    const logGroup = createLogGroup(scope, `${id}Log`)
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    super(scope, id, {
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(path.join(bundles, name)),
      timeout: options.timeout,
      memorySize: options.memory ?? 512,
      environment: { ...writeSettings(name, options.settings), NODE_OPTIONS: '--enable-source-maps' },
      loggingFormat: LoggingFormat.JSON,
      ...(options.invokesItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    })
    this.lambdaName = name
  }

  /** Lets the Lambda consume a queue. It reports which messages of a batch failed, and only those are retried. */
  consume(queue: IQueue, { batchSize = 10, ...options }: ConsumeOptions = {}): void {
    const maxConcurrency = options.concurrency
    const maxBatchingWindow = options.batchWindow
    this.addEventSource(
      new SqsEventSource(queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(maxConcurrency !== undefined && { maxConcurrency }),
        ...(maxBatchingWindow && { maxBatchingWindow }),
      }),
    )
  }

  /**
   * Lets the Lambda read a table's stream, in order. It gets only the changes that match one of the filters. If it
   * cannot handle changes for six hours, Lambda reports them to the dead-letter queue; the stream itself keeps them for
   * a day.
   */
  readStream(table: TableV2, filters: readonly StreamFilter[], failures: IQueue): void {
    this.addEventSource(
      // The stream's ARN is undefined in TableV2's type if a table has no stream.
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON, // a new mapping misses nothing
        batchSize: 50,
        maxBatchingWindow: Duration.seconds(1),
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        maxRecordAge: Duration.hours(6),
        filters: filters.map((filter) => FilterCriteria.filter({ ...filter })),
        onFailure: new SqsDlq(failures),
      }),
    )
    // CDK grants this on the stream, but the action supports no resource-level permissions.
    this.allow(['dynamodb:ListStreams'], ['*'])
    this.acknowledgeWildcard(
      '*',
      'Reading a stream is restricted to that of the table. Listing streams cannot be restricted.',
    )
  }

  /**
   * Lets the Lambda receive messages from schedules and rules, which invoke it asynchronously. Lambda repeats a failed
   * invocation after one minute and after two more, and a throttled one for six hours. Then it puts the message into
   * the dead-letter queue.
   */
  acceptMessages(failures: IQueue): void {
    this.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(failures),
    })
  }

  /** Grants operations on the partitions of a table whose keys match. */
  grantItems(table: TableV2, operations: readonly string[], partitions: readonly string[]): void {
    this.allow(
      operations.map((operation) => `dynamodb:${operation}`),
      [table.tableArn],
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
      },
    )
  }

  /** Grants operations on the objects of a bucket whose keys match. */
  grantObjects(bucket: Bucket, operations: readonly string[], keys = '*'): void {
    this.allow(
      operations.map((operation) => `s3:${operation}`),
      [bucket.arnForObjects(keys)],
    )
    this.acknowledgeWildcard(`<${logicalId(bucket)}.Arn>/${keys}`, 'The keys of objects are not known in advance.')
  }

  /** @param resource in cdk-nag's notation: `<LogicalId.Arn>/articles/*` */
  acknowledgeWildcard(resource: string, reason: string): void {
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`
    if (this.role) Validations.of(this.role).acknowledge({ id, reason })
  }

  /** Lets the Lambda see that an object is missing: without this, S3 answers 403 instead of 404. */
  grantAbsence(bucket: Bucket): void {
    this.allow(['s3:ListBucket'], [bucket.bucketArn])
  }

  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.addToRolePolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) }),
    )
  }
}

/** Writes `send-deliveries` as `SendDeliveries`, and `siteUrl` as `SiteUrl`. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_match, _hyphen, letter: string) => letter.toUpperCase())
}

export const seconds = (count: number): Duration => Duration.seconds(count)

function logicalId(bucket: Bucket): string {
  return bucket.stack.getLogicalId(bucket.node.defaultChild as CfnBucket) // an L2 bucket's default child is its CfnBucket
}
