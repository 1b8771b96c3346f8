import type { Clock } from './clock.ts'
import type { DynamoService } from './dynamodb/dynamodb-service.ts'
import type { Faults } from './faults.ts'
import type { S3Service } from './s3/s3-service.ts'
import type { Quota, SesService } from './ses/ses-service.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** A stack that runs on this machine. */
export type LocalStack = {
  /** Where the site is served. */
  readonly site: string
  /** The endpoint of all AWS services. */
  readonly aws: string
  readonly plan: StackPlan
  /** Moving it moves the time of Lambdas, schedules, queues and stores alike. */
  readonly clock: Clock
  readonly faults: Faults
  readonly s3: S3Service
  readonly dynamo: DynamoService
  readonly ses: SesService
  /** Runs a schedule now. */
  fire(scheduleLogicalId: string): Promise<void>
  /** Calls a function and waits for its result. @throws {Error} what the function throws */
  invoke(functionLogicalId: string, event: unknown): Promise<unknown>
  /**
   * Runs the code that is on disk now in new invocations; those under way finish with the old code. To change the code of a
   * running stack, synthesize it with the context `aws:cdk:disable-asset-staging`, which leaves bundles where they are.
   */
  reload(): void
  /**
   * Resolves when no event, message (dead letters excepted) or invocation is under way. A message that failed is, until
   * its visibility timeout is over. Default timeout: 30 seconds. @throws {Error} naming what still is under way
   */
  idle(options?: { readonly timeoutMs?: number }): Promise<void>
  /** Invocations under way get up to 5 seconds. */
  close(): Promise<void>
}

/** What a person changes to set an option, as error messages name it: `--data or APP_DATA`. */
export type SettingNames = { readonly data: string; readonly sitePort: string; readonly awsPort: string }

export type RunOptions = {
  /** Folder that keeps the stack's state. */
  readonly data: string
  /** Default: a free one. */
  readonly sitePort?: number
  /** Default: a free one. */
  readonly awsPort?: number
  /** Where readers find the site, if not at its own address. */
  readonly publicUrl?: string
  /** A real SMTP server that is to have the mails, too. */
  readonly smtpUrl?: string
  readonly quota?: Quota
  /** Most worker threads per function. Default: 2. */
  readonly maxWorkers?: number
  /** Default: the names of these options. */
  readonly settings?: SettingNames
  /** Takes a line about everything that goes wrong. */
  readonly log?: (line: string) => void
}
