import type { Clock } from './clock.ts'
import type { DynamoService } from './dynamodb/dynamodb-service.ts'
import type { Credentials } from './endpoint/identities.ts'
import type { OnCall } from './endpoint/observation.ts'
import type { EventLog } from './events/event-log.ts'
import type { EventPost } from './events/event-poster.ts'
import type { Faults } from './faults/faults.ts'
import type { StorageState } from './host/storage.ts'
import type { S3Service } from './s3/s3-service.ts'
import type { Transport } from './ses/relay/transport.ts'
import type { Quota, SesService } from './ses/ses-service.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** A stack that runs on this machine. */
export type LocalStack = {
  /** Where the site is served. */
  readonly site: string
  /** The endpoint of all AWS services. */
  readonly aws: string
  /** The operator's credentials, who may do everything. AWS clients find them in the data folder. */
  readonly credentials: Credentials
  readonly plan: StackPlan
  /** The clock of the stack. Moving it also moves the time of Lambdas, schedules, queues and stores. */
  readonly clock: Clock
  readonly faults: Faults
  readonly s3: S3Service
  readonly dynamo: DynamoService
  readonly ses: SesService
  /** The last events of all buses, 1,000 of each source. */
  readonly events: Pick<EventLog, 'list'>
  /** What keeps the stack from storing anything: a full disk, or damaged databases. */
  storage(): StorageState
  /** Creates credentials of a caller: of a function by its logical id, or of another operator by any name. */
  identify(caller: string): Credentials
  /** Runs a schedule now. Resolves when the run is stored for delivery: wait for its effect with `idle`. */
  fire(scheduleLogicalId: string): Promise<void>
  /** Invokes a function and waits for its result. @throws {Error} what the function throws */
  invoke(functionLogicalId: string, event: unknown): Promise<unknown>
  /**
   * Runs the code that is on disk now in new invocations; running ones finish with the old code. To change the code of a
   * running stack, synthesize it with the context `aws:cdk:disable-asset-staging`, which leaves bundles where they are.
   * If the code has changed, CloudFormation's events of an update are emitted.
   */
  reload(): void
  /**
   * Resolves when no event, message, change of a stream or invocation is pending. Dead letters do not count; a failed
   * message counts until its visibility timeout is over. Batch windows of streams end at once. Default timeout: two minutes.
   * `withinMs`: a message that becomes visible within so many milliseconds is pending. Default: two seconds.
   * @throws {Error} naming what is still pending
   */
  idle(options?: { readonly timeoutMs?: number; readonly withinMs?: number }): Promise<void>
  /** Stops the stack. Running invocations get up to 5 seconds. */
  close(): Promise<void>
}

/** How error messages name the setting behind an option: `--data or APP_DATA`. */
export type SettingNames = { readonly data: string; readonly sitePort: string; readonly awsPort: string }

/** The SES account of a stack. */
export type MailAccount = {
  /** Whether the account is in the sandbox: recipients must be verified, and the quota is low. Default: false. */
  readonly sandbox?: boolean
  /** Addresses and domains that may send, besides the identities of the template. */
  readonly verifiedIdentities?: readonly string[]
}

export type RelayOptions = SmtpOptions | { readonly transport: Transport }

type SmtpOptions = {
  /** `smtps://USER:PASSWORD@HOST`, or `smtp:` with STARTTLS. `quota` is its rate. */
  readonly smtpUrl: string
  /** The address to which bounces return. Default: the sender of each mail. */
  readonly bounceAddress?: string
}

export type RunOptions = {
  /** Folder that keeps the stack's state. */
  readonly data: string
  /** Default: any free port. */
  readonly sitePort?: number
  /** Default: any free port. */
  readonly awsPort?: number
  /** IP address on which the site listens. Default: 127.0.0.1, which only this machine reaches. The AWS endpoint stays there. */
  readonly bind?: string
  /** Addresses and subnets of proxies in front of the site, whose X-Forwarded-For header names the viewer. Default: none. */
  readonly trustedProxies?: readonly string[]
  /** The site's public URL, if it differs from the local address. */
  readonly publicUrl?: string
  /** A real SMTP server to which mails are handed over, except those to the simulator and to domains of examples. */
  readonly relay?: RelayOptions
  /** Default: SES's own, which is lower in the sandbox. */
  readonly quota?: Quota
  /** The operator's credentials. Default: those of the last start, or new ones at the first. */
  readonly credentials?: Credentials
  /** Name of the operator's profile in the data folder's `credentials` and `config`. Default: `local`. */
  readonly profile?: string
  /**
   * Further profiles: callers who have exactly one managed policy of the template. By name of the profile, the name of
   * the output that contains the ARN of the policy.
   */
  readonly policyProfiles?: Readonly<Record<string, string>>
  readonly ses?: MailAccount
  /** Where the events of the stack's own buses are posted, besides the targets of its rules. `idle` does not wait for that. */
  readonly postEvents?: EventPost
  /** How many invocations of all functions run at a time, as the account's quota limits them. Default: 1000. */
  readonly concurrency?: number
  /** Default: a new clock with the machine's time. In a new data folder, schedules begin with the time of this clock. */
  readonly clock?: Clock
  /** Folder of V8's compile cache, which stacks may share. Default: a folder in `data`. */
  readonly compileCache?: string
  /** Maximum number of worker threads per function. Default: 2. */
  readonly maxWorkers?: number
  /** Default: the names of these options. */
  readonly settings?: SettingNames
  /** Receives each call to the AWS endpoint when it is answered: the request, its caller and the permissions it needed. */
  readonly onCall?: OnCall
  /** Receives a line about each failure. */
  readonly log?: (line: string) => void
}
