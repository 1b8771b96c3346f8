import type { Statement } from '../iam/policy.ts'
import type { BucketSettings } from '../s3/buckets/bucket-settings.ts'
import type { DistributionPlan } from './distribution/distribution-plan.ts'

/**
 * The content of a synthesized template as plain values. The emulator runs exactly this.
 * Names, ARNs and URLs are final; all intrinsic functions are resolved.
 */
export type StackPlan = {
  readonly stackName: string
  /** The value of `AWS::StackId`. Its UUID is unguessable and stays the same in a data folder. */
  readonly stackId: string
  readonly region: string
  readonly account: string
  readonly buckets: readonly BucketPlan[]
  readonly tables: readonly TablePlan[]
  readonly queues: readonly QueuePlan[]
  readonly topics: readonly TopicPlan[]
  readonly subscriptions: readonly SubscriptionPlan[]
  readonly functions: readonly FunctionPlan[]
  readonly logGroups: readonly LogGroupPlan[]
  readonly eventSources: readonly EventSourcePlan[]
  readonly streamSources: readonly StreamSourcePlan[]
  readonly schedules: readonly SchedulePlan[]
  /** Without the default bus. */
  readonly eventBuses: readonly EventBusPlan[]
  readonly rules: readonly RulePlan[]
  readonly httpRoutes: readonly HttpRoutePlan[]
  readonly distribution: DistributionPlan | undefined
  readonly configurationSets: readonly ConfigurationSetPlan[]
  readonly identities: readonly IdentityPlan[]
  /** The names of the rule sets for received mails. One of them can be active. */
  readonly ruleSets: readonly string[]
  readonly receiptRules: readonly ReceiptRulePlan[]
  readonly managedPolicies: readonly ManagedPolicyPlan[]
  /** The template's outputs by name. */
  readonly outputs: Readonly<Record<string, string>>
  readonly deployment: DeploymentPlan
}

export type ManagedPolicyPlan = {
  readonly logicalId: string
  readonly arn: string
  /** The names of the roles that it is attached to. */
  readonly roles: readonly string[]
  readonly statements: readonly Statement[]
}

/** What CloudFormation tells about a stack, beside its outputs. */
export type DeploymentPlan = {
  /** The synthesized template, JSON. */
  readonly template: string
  readonly description: string | undefined
  /** Values by name. That of a parameter with `NoEcho` is hidden. */
  readonly parameters: Readonly<Record<string, string>>
  readonly outputDescriptions: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly resources: readonly ResourcePlan[]
}

export type ResourcePlan = { readonly logicalId: string; readonly type: string; readonly physicalId: string }

export type BucketPlan = {
  readonly logicalId: string
  readonly name: string
  readonly notifications: readonly NotificationPlan[]
  readonly settings: BucketSettings
}

export type NotificationPlan = {
  /** `s3:ObjectCreated:*` */
  readonly events: readonly string[]
  readonly prefix: string
  readonly suffix: string
  readonly queueArn: string
}

export type TablePlan = {
  readonly logicalId: string
  readonly name: string
  /** In the form of CreateTable, which is also the template's. */
  readonly attributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[]
  readonly keySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[]
  readonly globalSecondaryIndexes: readonly Readonly<Record<string, unknown>>[]
  readonly timeToLiveAttribute: string | undefined
  /** Whether DescribeContinuousBackups says so; no operation restores a backup here. Default: false. */
  readonly pointInTimeRecovery?: boolean
  /** Whether requests to delete the table are refused. Default: false. */
  readonly deletionProtection?: boolean
  readonly stream?: StreamPlan | undefined
}

/** The stream of a table's changes. `viewType` says what its records contain besides the keys. */
export type StreamPlan = {
  readonly arn: string
  readonly viewType: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'
}

export type QueuePlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  readonly url: string
  /** SQS attributes as CreateQueue takes them, RedrivePolicy as JSON text. */
  readonly attributes: Readonly<Record<string, string>>
}

export type TopicPlan = { readonly logicalId: string; readonly name: string; readonly arn: string }

export type SubscriptionPlan = {
  readonly topicArn: string
  readonly queueArn: string
  readonly raw: boolean
  readonly filterPolicy: string | undefined
}

export type FunctionPlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  /** Folder of the bundle. */
  readonly codeFolder: string
  /** `index.handler` */
  readonly handler: string
  /** MiB. */
  readonly memory: number
  /** Seconds. */
  readonly timeout: number
  readonly environment: Readonly<Record<string, string>>
  readonly reservedConcurrency: number | undefined
  readonly asyncInvocation: AsyncInvocationPlan
  /** Where the function logs to. Undefined if its role may not write there. */
  readonly logging?: LoggingPlan | undefined
  /** The policy statements of the function's role. */
  readonly statements: readonly Statement[]
}

/** `format` is that of what Lambda itself writes. */
export type LoggingPlan = { readonly group: string; readonly format: 'JSON' | 'Text' }

export type LogGroupPlan = {
  readonly logicalId: string
  readonly name: string
  /** Ends in `:*`. */
  readonly arn: string
  /** Undefined if events are kept for ever. */
  readonly retentionDays: number | undefined
}

/** How Lambda treats the events of asynchronous invocations. */
export type AsyncInvocationPlan = {
  /** Retries after errors of the function. */
  readonly maximumRetryAttempts: number
  /** Seconds. */
  readonly maximumEventAge: number
  readonly onSuccess: DestinationPlan | undefined
  readonly onFailure: DestinationPlan | undefined
  readonly deadLetter: DestinationPlan | undefined
}

export type DestinationPlan = { readonly kind: 'queue' | 'topic'; readonly arn: string }

/** Invokes a function with the messages of a queue. */
export type EventSourcePlan = {
  readonly logicalId: string
  readonly queueArn: string
  readonly functionArn: string
  readonly batchSize: number
  /** Seconds. */
  readonly batchWindow: number
  readonly maximumConcurrency: number | undefined
  readonly reportsItemFailures: boolean
}

/** Invokes a function with the changes of a table. */
export type StreamSourcePlan = {
  readonly logicalId: string
  readonly streamArn: string
  readonly functionArn: string
  readonly batchSize: number
  /** Seconds. */
  readonly batchWindow: number
  /** Where the function starts to read when the mapping is new. */
  readonly start: 'TRIM_HORIZON' | 'LATEST'
  /** Event patterns. A change must match one of them, if there are any. */
  readonly filters: readonly string[]
  readonly bisects: boolean
  readonly reportsItemFailures: boolean
  /** Retries of a batch that fails; undefined if it is retried until its changes expire. */
  readonly maximumRetries: number | undefined
  /** Seconds. */
  readonly maximumAge: number | undefined
  /** Maximum number of batches that the function handles at a time. */
  readonly parallelization: number
  /** Gets a message about each batch that is given up. */
  readonly failureDestination: DestinationPlan | undefined
}

export type SchedulePlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  /** `cron(0 7 * * ? *)`, `rate(1 minute)` or `at(2026-01-01T00:00:00)`, as EventBridge Scheduler takes it. */
  readonly expression: string
  readonly timeZone: string
  readonly enabled: boolean
  readonly target: DeliveryPlan & { readonly input: string }
}

/** How a rule or a schedule reaches a target. */
export type DeliveryPlan = {
  readonly kind: 'queue' | 'topic' | 'function' | 'log-group'
  readonly arn: string
  /** `maximumAge` in seconds. */
  readonly retry: { readonly maximumAttempts: number; readonly maximumAge: number }
  /** The queue that gets what could not be delivered. */
  readonly deadLetterArn: string | undefined
}

export type EventBusPlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  readonly description: string | undefined
}

export type RulePlan = {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  readonly busName: string
  readonly enabled: boolean
  readonly description: string | undefined
  /** JSON. */
  readonly pattern: string
  readonly targets: readonly RuleTargetPlan[]
}

export type RuleTargetPlan = DeliveryPlan & { readonly id: string; readonly input: InputPlan }

/** What a rule's target gets: the event, a constant, a part of the event, or a template with parts of it. */
export type InputPlan =
  | { readonly kind: 'event' }
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'path'; readonly path: string }
  | {
      readonly kind: 'transformer'
      readonly paths: Readonly<Record<string, string>>
      readonly template: string
    }

/** A route of the HTTP API: to a function (payload format 2.0), or to a queue. */
export type HttpRoutePlan = {
  /** `POST /subscribe`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string
  /** Milliseconds after which the API answers 503 although the function may still be running. */
  readonly integrationTimeout: number
} & ({ readonly functionArn: string } | { readonly message: RouteMessagePlan })

/** A message that a route sends for each request. */
export type RouteMessagePlan = {
  readonly queueArn: string
  /** Values of SendMessage, which may refer to the request: `$request.body`, `a ${request.querystring.b}`. */
  readonly parameters: { readonly MessageBody: string; readonly MessageAttributes?: string | undefined }
}

/** An SES identity: an address, or a domain. */
export type IdentityPlan = { readonly name: string; readonly configurationSet?: string | undefined }

/** Which functions SES invokes with the mails that it receives. */
export type ReceiptRulePlan = {
  readonly name: string
  readonly ruleSet: string
  readonly enabled: boolean
  /** Addresses, domains, and `.example.com` for all its subdomains. Empty: all. */
  readonly recipients: readonly string[]
  /** Whether mails are checked for spam and viruses. */
  readonly scans: boolean
  readonly functionArns: readonly string[]
}

export type ConfigurationSetPlan = {
  readonly name: string
  /** Which reports put an address on the account's suppression list. Undefined: as the account is set. */
  readonly suppressedReasons?: readonly ('BOUNCE' | 'COMPLAINT')[] | undefined
  /** Event types as the template writes them: `send`, `deliveryDelay`. */
  readonly destinations: readonly { readonly topicArn: string; readonly eventTypes: readonly string[] }[]
}
