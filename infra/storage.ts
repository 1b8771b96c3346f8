import { Arn, CfnCondition, CfnParameter, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { Grant, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { edgeSeconds } from '../core/feeds/addresses.ts'
import { recipientIndex, welcomeIndex } from '../core/keys.ts'
import type { Publication } from '../core/publication.ts'
import { receiptFolder, uploadFolders } from '../core/reading/wrong-folder.ts'

const queueProperties = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14), // the longest that SQS offers
}

/** Receives after which a message is moved to the dead-letter queue. */
const maxReceiveCount = 250
/** Seconds. */
const shortestVisibility = 360

/** How long an overwritten or deleted upload can be restored. */
const keptVersions = Duration.days(90)

/** Long enough to count each day twice. */
const keptAccessLogs = Duration.days(3)

/** `announce-changes` compares an item before and after a change. */
const dynamoStream = StreamViewType.NEW_AND_OLD_IMAGES

/** A queue whose senders may only send. CDK would also let them read the queue's URL and attributes. */
class SendOnlyQueue extends Queue {
  override grantSendMessages(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [this.queueArn] })
  }
}

/** Everything that holds state: buckets, tables and queues. No other file in infra/ defines any. */
export class Storage extends Construct {
  readonly uploads = this.bucket('Uploads', { versioned: true })
  readonly content = this.bucket('Content')
  readonly site = this.bucket('Site')
  /** Exists only if the readers of feeds are counted. */
  readonly accessLogs: Bucket | undefined

  private readonly protection = this.protectTables()
  readonly articles = this.table('Articles', { dynamoStream })
  readonly issues = this.table('Issues', { dynamoStream })
  readonly deliveries = this.table('Deliveries')
  readonly subscribers = this.table('Subscribers', {
    dynamoStream,
    timeToLiveAttribute: 'expiresAt',
    globalSecondaryIndexes: [
      {
        indexName: recipientIndex,
        partitionKey: { name: 'recipients', type: AttributeType.STRING },
        sortKey: { name: 'id', type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      },
      {
        indexName: welcomeIndex,
        partitionKey: { name: 'welcomeLast', type: AttributeType.STRING },
        sortKey: { name: 'welcomeStart', type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  })

  /** The dead-letter queue of everything: messages that failed repeatedly in a queue, a Lambda, a rule or a schedule. */
  readonly failures = new SendOnlyQueue(this, 'Failures', queueProperties)

  /** Each queue that a Lambda consumes. */
  readonly consumed: { readonly name: string; readonly queue: Queue }[] = []

  readonly ingestQueue = this.queue('Ingest', Duration.seconds(60))
  readonly filesQueue = this.queue('Files', Duration.seconds(60))
  readonly publishQueue = this.queue('Publish', Duration.seconds(60))
  /** Exists only if there is a WebSub hub to ping. */
  readonly pingQueue: Queue | undefined
  readonly planQueue = this.queue('Plan', Duration.seconds(300))
  readonly sendQueue = this.queue('Send', Duration.seconds(50))
  readonly feedbackQueue = this.queue('Feedback', Duration.seconds(30))
  readonly confirmationQueue = this.queue('Confirmation', Duration.seconds(30))

  constructor(scope: Construct, { hub, feedAudience }: Pick<Publication, 'hub' | 'feedAudience'>) {
    super(scope, 'Storage')
    this.accessLogs = feedAudience ? this.bucket('AccessLogs', { logs: true }) : undefined
    // A hub fetches a feed as soon as it is pinged. By then CloudFront's copy must have expired.
    const delay = Duration.seconds(edgeSeconds + 5)
    this.pingQueue = hub === undefined ? undefined : this.queue('Ping', Duration.seconds(30), delay)
    this.notifyOfUploads()
    this.notifyOfStrays()
  }

  private bucket(
    id: string,
    { logs, ...options }: { readonly versioned?: boolean; readonly logs?: boolean } = {},
  ): Bucket {
    return new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED, // ETags stay the MD5 of the bytes, which the site store relies on
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // CloudFront grants itself the right to write logs with an ACL.
      objectOwnership: logs ? ObjectOwnership.BUCKET_OWNER_PREFERRED : ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, // a failed first deployment leaves nothing behind
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...(logs ? [{ expiration: keptAccessLogs }] : []),
        ...(options.versioned ? [{ noncurrentVersionExpiration: keptVersions, expiredObjectDeleteMarker: true }] : []),
      ],
      ...options,
    })
  }

  private table(id: string, options: Partial<ConstructorParameters<typeof TableV2>[2]> = {}): TableV2 {
    const table = new TableV2(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      ...options,
    })
    const resource = table.node.defaultChild as CfnGlobalTable // an L2 table's default child is its CfnGlobalTable
    resource.addPropertyOverride('Replicas.0.DeletionProtectionEnabled', this.protection)
    return table
  }

  /** Protection is off at first: if the first deployment fails, CloudFormation must be able to delete the tables. */
  private protectTables() {
    const parameter = new CfnParameter(Stack.of(this), 'ProtectTables', {
      allowedValues: ['true', 'false'],
      default: 'false',
      description:
        'If true, nobody can delete the tables, not even CloudFormation. Set it to true after the first deployment.',
    })
    const expression = Fn.conditionEquals(parameter.valueAsString, 'true')
    return Fn.conditionIf(new CfnCondition(this, 'TablesAreProtected', { expression }).logicalId, true, false)
  }

  /**
   * Adds a queue. Lambda recommends a visibility timeout of six times the consumer's timeout. While the account has no
   * concurrent execution left, Lambda keeps a message for that long and then returns it, which counts as a receive.
   * With at least six minutes each, 250 receives take more than a day, so throttling alone moves no message to the
   * dead-letter queue. A message that keeps failing is moved after two and a half days, because its retry delay grows
   * to 15 minutes (`core/retry-delay.ts`).
   */
  private queue(id: string, consumerTimeout: Duration, deliveryDelay = Duration.seconds(0)): Queue {
    const queue = new SendOnlyQueue(this, `${id}Queue`, {
      ...queueProperties,
      visibilityTimeout: Duration.seconds(Math.max(6 * consumerTimeout.toSeconds(), shortestVisibility)),
      ...(deliveryDelay.toSeconds() > 0 && { deliveryDelay }),
      deadLetterQueue: { maxReceiveCount, queue: this.failures },
    })
    this.consumed.push({ name: id, queue })
    return queue
  }

  /** Sets the property of the bucket, because CDK's own method deploys a custom resource with rights over every bucket. */
  private notifyOfUploads(): void {
    const bucket = this.uploads.node.defaultChild as CfnBucket // an L2 bucket's default child is its CfnBucket
    bucket.notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true }, // for uploads in other folders
      queueConfigurations: uploadFolders.flatMap((folder) =>
        ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'].map((event) => ({
          event,
          queue: this.ingestQueue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: `${folder}/` }] } },
        })),
      ),
    }
    this.allowNotifications(this.ingestQueue)
  }

  /**
   * Sends the events of uploads in other folders to the queue, which answers them with a receipt. Filters of notifications
   * cannot exclude the receipts (docs/decisions/0040-events-of-stray-uploads.md).
   */
  private notifyOfStrays(): void {
    const { region, account } = this.uploads.stack
    const rules = Arn.format(
      { service: 'events', resource: 'rule', resourceName: '*', region, account },
      this.uploads.stack,
    )
    this.ingestQueue.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        principals: [new ServicePrincipal('events.amazonaws.com')],
        resources: [this.ingestQueue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': rules } }, // the rule's own ARN would be a cycle
      }),
    )
    const otherKeys = { 'anything-but': { prefix: [...uploadFolders, receiptFolder].map((folder) => `${folder}/`) } }
    new CfnRule(this, 'Strays', {
      description: 'Uploads outside of the folders for uploads, which get a receipt that says where they belong',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [this.uploads.bucketName] }, object: { key: [otherKeys] } },
      },
      // An event that is lost is found by the hourly comparison.
      targets: [{ id: 'Ingest', arn: this.ingestQueue.queueArn }],
    })
  }

  /**
   * Lets S3 send to a queue. A condition on the bucket's ARN would be a cycle, because the bucket is created after the
   * policy.
   */
  private allowNotifications(queue: Queue): void {
    const allowed = queue.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        resources: [queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.uploads.stack.account } },
      }),
    )
    if (allowed.policyDependable) this.uploads.node.addDependency(allowed.policyDependable)
  }
}
