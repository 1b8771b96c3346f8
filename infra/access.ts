import { Arn, ArnFormat, CfnOutput, Stack, Validations } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { commandSource } from '../core/event-sources.ts'
import { anyIdentity, identityReason, type Mailing } from './mail.ts'
import { eventLogOf } from './monitoring/event-log.ts'
import type { Storage } from './storage.ts'

/** Where editors put articles, an archive, the notes of the next issues, and the welcome series. */
const editable = ['articles/*', 'backfill/*', 'issues/*', 'welcome/*']
const readable = [...editable, 'receipts/*']

/** What the commands and the console write, by table. They read all of it. */
const written = {
  issues: ['issue#*', 'pending#*', 'open-issues'],
  subscribers: [...['subscriber#*', 'address#*', 'suppression#*', 'departure#*', 'move#*', 'soft-bounce#*'], 'secret'],
}

const describeTables = ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups']
const readItems = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query']

/** Operations that only read, and mostly support no resource-level permissions. */
const accountReads = [
  ...['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics'],
  ...['ses:GetAccount', 'ses:GetAccountSendingEnabled', 'ses:GetEmailIdentity', 'ses:ListSuppressedDestinations'],
  ...['ses:GetConfigurationSet', 'ses:GetConfigurationSetEventDestinations', 'ses:DescribeActiveReceiptRuleSet'],
  ...['lambda:GetAccountSettings', 'scheduler:GetSchedule', 'sns:ListSubscriptionsByTopic', 'acm:DescribeCertificate'],
  ...['cloudfront:GetDistribution', 'route53:ListResourceRecordSets'],
]

/** Policies for people, to attach to roles or permission sets of the account. */
export class Access extends Construct {
  private readonly storage: Storage
  private readonly mail: Pick<Mailing, 'sending'>

  constructor(scope: Construct, storage: Storage, mail: Pick<Mailing, 'sending'>) {
    super(scope, 'Access')
    this.storage = storage
    this.mail = mail
    this.policy('Editor', 'Lets editors put, replace, delete and read uploads, and read their receipts.', [
      ...this.editing(),
      this.describing(),
      // `postrider articles` lists live articles, and `withdraw` finds one by its address.
      allow(readItems, [storage.articles.tableArn], leadingKeys(['listing#*', 'article#*', 'slug#*'])),
      // `digest note` says what became of a note, and `withdraw` which issues contain the article.
      allow(['dynamodb:GetItem', 'dynamodb:Query'], [storage.issues.tableArn], leadingKeys(['insert#*', 'taken#*'])),
    ])
    this.policy('Operator', 'Lets operators use all commands and the console of Postrider.', [
      ...this.editing([this.storage.uploads.arnForObjects('*')]),
      this.describing('cloudformation:ListStackResources', 'cloudformation:GetTemplate'),
      ...this.operatingTables(),
      ...this.rebuilding(),
      ...this.operatingQueues(),
      ...this.mailing(),
      ...this.watching(),
    ])
  }

  private policy(name: 'Editor' | 'Operator', description: string, statements: PolicyStatement[]): void {
    const policy = new ManagedPolicy(this, name, { description, statements })
    for (const [resource, reason] of Object.entries(this.reasons())) {
      Validations.of(policy).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason })
    }
    new CfnOutput(Stack.of(this), `${name}Policy`, {
      description: `The managed policy for ${name.toLowerCase()}s`,
      value: policy.managedPolicyArn,
    })
  }

  /** The resources with wildcards, in cdk-nag's notation, and why they have them. */
  private reasons(): Readonly<Record<string, string>> {
    const stack = Stack.of(this)
    const arnOf = (bucket: Bucket) => `<${stack.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>` // an L2 bucket's default child is its CfnBucket
    const { uploads, content, site } = this.storage
    const local = (service: string, name: string) =>
      `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${name}`
    return {
      ...Object.fromEntries(
        readable.map((keys) => [`${arnOf(uploads)}/${keys}`, 'People choose the keys of uploads.']),
      ),
      [`${arnOf(content)}/*`]: 'The keys of objects are not known in advance.',
      [`${arnOf(content)}/articles/*`]: 'The keys of objects are not known in advance.',
      [`${arnOf(site)}/*`]: 'The keys of objects are not known in advance.',
      [`${arnOf(uploads)}/*`]: 'Operators may read everything in the bucket.',
      [local('dynamodb', `table/${stack.stackName}-${this.storage.node.id}*`)]:
        'Operators read all tables of the stack.',
      [local('sqs', `${stack.stackName}-${this.storage.node.id}*`)]: 'Operators send to all queues of the stack.',
      [local('cloudformation', `stack/${stack.stackName}/*`)]: 'The id of a stack ends in a UUID.',
      [local('logs', `log-group:${stack.stackName}-*`)]: 'CloudFormation chooses the names of the log groups.',
      [local('logs', `log-group:${eventLogOf(stack)}:*`)]: 'Requests name the streams of a log group after it.',
      [anyIdentity]: identityReason,
      '*': 'These operations read the state of the account, or do not support resource-level permissions.',
    }
  }

  /** @param readableObjects the objects of the uploads bucket that may be read */
  private editing(readableObjects?: readonly string[]): PolicyStatement[] {
    const { uploads } = this.storage
    return [
      allow(
        ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        editable.map((keys) => uploads.arnForObjects(keys)),
      ),
      // Earlier versions, too: the console shows the history of an upload.
      allow(
        ['s3:GetObject', 's3:GetObjectVersion'],
        readableObjects ?? readable.map((keys) => uploads.arnForObjects(keys)),
      ),
      // Without a condition, so that S3 answers 404 for a receipt that does not exist yet.
      allow(['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketLocation'], [uploads.bucketArn]),
    ]
  }

  /** Lets the command find the resources of this stack. Requests name it without the UUID of its id. */
  private describing(...more: readonly string[]): PolicyStatement {
    const { stackName } = Stack.of(this)
    const resource = Arn.format(
      { service: 'cloudformation', resource: 'stack', resourceName: `${stackName}/*` },
      Stack.of(this),
    )
    return allow(['cloudformation:DescribeStacks', ...more], [resource])
  }

  /**
   * The ARN of all tables or queues of `Storage`. CloudFormation begins their names with those of the stack and the
   * construct. Listing each of them would exceed IAM's quota for a policy.
   */
  private ownResources(service: 'dynamodb' | 'sqs', kind: string): string {
    const stack = Stack.of(this)
    const resource = `${kind}${stack.stackName}-${this.storage.node.id}*`
    return Arn.format({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME }, stack)
  }

  private operatingTables(): PolicyStatement[] {
    const { issues, subscribers } = this.storage
    return [
      allow([...readItems, ...describeTables], [this.ownResources('dynamodb', 'table/')]),
      // To leave articles out of issues, pin them, and stop issues.
      allow(['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [issues.tableArn], leadingKeys(written.issues)),
      allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], [subscribers.tableArn], leadingKeys(written.subscribers)),
      allow(['dynamodb:Scan'], [subscribers.tableArn]),
    ]
  }

  /** For `postrider rebuild`, which deletes everything that is derived from the uploads. */
  private rebuilding(): PolicyStatement[] {
    const { articles, content, site } = this.storage
    return [
      allow(['dynamodb:Scan', 'dynamodb:BatchWriteItem'], [articles.tableArn]),
      allow(['s3:ListBucket'], [content.bucketArn, site.bucketArn]),
      allow(['s3:GetObject'], [content.arnForObjects('*'), site.arnForObjects('*')]),
      allow(['s3:DeleteObject'], [content.arnForObjects('articles/*'), site.arnForObjects('*')]),
    ]
  }

  private operatingQueues(): PolicyStatement[] {
    const { failures } = this.storage
    const bus = Arn.format(
      { service: 'events', resource: 'event-bus', resourceName: Stack.of(this).stackName },
      Stack.of(this),
    )
    return [
      allow(['sqs:SendMessage', 'sqs:GetQueueAttributes'], [this.ownResources('sqs', '')]),
      allow(
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
        [failures.queueArn],
      ),
      allow(['events:PutEvents'], [bus], { StringEquals: { 'events:source': commandSource } }),
    ]
  }

  /** For test mails, and for addresses that SES itself suppresses. */
  private mailing(): PolicyStatement[] {
    const lifting = ['ses:GetSuppressedDestination', 'ses:DeleteSuppressedDestination']
    return [...this.mail.sending(), allow(lifting, ['*'])]
  }

  /** For `postrider logs`, `doctor` and the console, which read the state of the stack and of the account. */
  private watching(): PolicyStatement[] {
    const stack = Stack.of(this)
    const logGroups = [`${stack.stackName}-*`, `${eventLogOf(stack)}:*`].map((resourceName) =>
      Arn.format(
        { service: 'logs', resource: 'log-group', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME },
        stack,
      ),
    )
    return [allow(['logs:FilterLogEvents'], logGroups), allow(accountReads, ['*'])]
  }
}

function allow(actions: readonly string[], resources: readonly string[], conditions?: object): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(conditions && { conditions: { ...conditions } }),
  })
}

const leadingKeys = (partitions: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] },
})
