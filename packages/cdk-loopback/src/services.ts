import path from 'node:path'
import type { Clock } from './clock.ts'
import { type CloudFormation, openCloudFormation } from './cloudformation/cloudformation-service.ts'
import { type Deliveries, openDeliveries } from './deliveries/deliveries.ts'
import { applyTables } from './dynamodb/apply-tables.ts'
import { type DynamoService, openDynamo } from './dynamodb/dynamodb-service.ts'
import { type EventPost, type EventPoster, openEventPoster } from './events/event-poster.ts'
import { type EventsService, openEvents } from './events/events-service.ts'
import type { DatabaseFiles } from './host/database-files.ts'
import type { Storage } from './host/storage.ts'
import { type AsyncEvents, openAsyncEvents } from './lambda/async/async-events.ts'
import type { MailAccount, RelayOptions } from './local-stack.ts'
import { type LogsService, openLogs } from './logs/logs-service.ts'
import { openQueues, type QueueService } from './queues/queue-service.ts'
import { openS3, type S3Service } from './s3/s3-service.ts'
import { openSes, type Quota, type SesService } from './ses/ses-service.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** The embedded AWS services, with the resources of a stack in them. Nothing is delivered yet. */
export type LocalServices = {
  readonly s3: S3Service
  readonly dynamo: DynamoService
  readonly queues: QueueService
  readonly ses: SesService
  readonly events: EventsService
  readonly poster: EventPoster
  readonly cloudFormation: CloudFormation
  readonly deliveries: Deliveries
  readonly asyncEvents: AsyncEvents
  readonly logs: LogsService
  /** Folder with the database of the schedules. */
  readonly schedulesFolder: string
}

export type ServicesOptions = {
  readonly dataFolder: string
  readonly plan: StackPlan
  readonly clock: Clock
  readonly storage: Storage
  readonly databases: DatabaseFiles
  readonly quota?: Quota | undefined
  readonly ses?: MailAccount | undefined
  readonly postEvents?: EventPost | undefined
  readonly relay?: RelayOptions | undefined
  readonly log: (line: string) => void
}

/**
 * Opens the services in turn. `resources` closes them in reverse order, also when a later one cannot be opened. A service
 * whose database is damaged is opened without data, in an empty folder, so that it touches nothing of what is left.
 */
export async function openServices(options: ServicesOptions, resources: AsyncDisposableStack): Promise<LocalServices> {
  const { dataFolder, plan, databases, clock, storage, quota, relay, log } = options
  const { region, account } = plan
  const { now } = clock
  const { open: openFile } = databases
  const folders = findFolders(databases)
  const adopt = <Service extends { close(): Promise<void> }>(service: Service) =>
    resources.adopt(service, () => service.close())

  const logs = adopt(openLogs({ plan, folder: folders.logs, openFile, clock, log }))
  const heard = plan.buckets.filter(({ notifications, settings }) => notifications.length > 0 || settings.eventBridge)
  const isHeard = (bucket: string) => heard.some(({ name }) => name === bucket)
  const s3 = adopt(openS3({ folder: folders.s3, openFile, now, region, isHeard }))
  const dynamo = adopt(openDynamo({ folder: folders.dynamodb, openFile, now, region, log }))
  const queues = adopt(openQueues({ folder: folders.queues, openFile, region, account, clock }))
  const ses = adopt(
    openSes({
      folder: folders.ses,
      openFile,
      mailFolder: folders.ses === path.join(dataFolder, 'ses') ? path.join(dataFolder, 'mail') : folders.ses,
      now,
      storage,
      configurationSets: plan.configurationSets,
      ruleSets: plan.ruleSets,
      receiptRules: plan.receiptRules,
      invokeLater: (functionArn, payload) => void asyncEvents.add(functionArn, payload),
      identities: [...plan.identities, ...(options.ses?.verifiedIdentities ?? []).map((name) => ({ name }))],
      sandbox: options.ses?.sandbox ?? false,
      ...(quota && { quota }),
      ...(databases.damages.length === 0 && relay), // nothing is mailed that could not be noted
    }),
  )
  for (const { name, settings } of plan.buckets) s3.createBucket(name, settings)
  await applyTables(dynamo, plan.tables)
  queues.applyPlan(plan)
  const { database } = queues
  const asyncEvents = openAsyncEvents(database, clock)
  const deliveries = openDeliveries(database, clock)
  const poster = openEventPoster({ post: options.postEvents, database, clock, storage, log })
  const events = openEvents({ plan, database, deliveries, poster, clock, log })
  const cloudFormation = openCloudFormation({ plan, database, events, clock })
  return {
    s3,
    dynamo,
    queues,
    ses,
    events,
    poster,
    cloudFormation,
    deliveries,
    asyncEvents,
    logs,
    schedulesFolder: folders.schedules,
  }
}

/** Opens all databases before anything is written to one of them. */
function findFolders({ folderOf }: DatabaseFiles) {
  return {
    logs: folderOf('logs/logs.sqlite'),
    s3: folderOf('s3/s3.sqlite'),
    dynamodb: folderOf('dynamodb/dynamodb.sqlite'),
    queues: folderOf('queues/queues.sqlite'),
    ses: folderOf('ses/ses.sqlite'),
    schedules: folderOf('schedules.db'),
  }
}
