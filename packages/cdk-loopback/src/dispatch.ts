import type { Clock } from './clock.ts'
import { startDeliveries } from './deliveries/deliveries.ts'
import { startStreamSource } from './dynamodb/streams/stream-source.ts'
import { composeBucketEvent } from './events/bucket-event.ts'
import type { Faults } from './faults/faults.ts'
import type { DatabaseFiles } from './host/database-files.ts'
import type { Storage } from './host/storage.ts'
import { startAsyncInvocations } from './lambda/async/invoke-events.ts'
import { concurrencyOf } from './lambda/function-pool.ts'
import type { Functions } from './lambda/functions.ts'
import { notifiedQueues } from './queues/bucket-notification.ts'
import { startEventSource } from './queues/event-source.ts'
import { notifiedTopics } from './queues/mail-event.ts'
import { dispatch } from './queues/outbox.ts'
import { type Scheduler, startScheduler } from './schedules/scheduler.ts'
import type { LocalServices } from './services.ts'
import type { StackPlan } from './template/stack-plan.ts'

export type DispatchOptions = {
  readonly plan: StackPlan
  readonly services: LocalServices
  readonly functions: Functions
  readonly faults: Faults
  readonly clock: Clock
  readonly dataFolder: string
  readonly maxWorkers: number
  readonly storage: Storage
  readonly databases: DatabaseFiles
  readonly log: (line: string) => void
}

type Closable = { close(): Promise<void> }

/** Delivers S3 events to queues and to the default bus, and SES events to topics. */
export function startDispatchers({ plan, services: { s3, ses, queues, events }, log }: DispatchOptions): Closable {
  const bucketEvents = dispatch(
    s3,
    (event) => {
      const body = JSON.stringify({ Records: [event.record] })
      queues.forwardEvent('s3', event, () => {
        for (const queueArn of notifiedQueues(plan.buckets, event)) queues.send(queueArn, body)
        const bucket = plan.buckets.find(({ name }) => name === event.bucket)
        if (bucket?.settings.eventBridge) events.emit(composeBucketEvent(event, plan.account))
      })
    },
    log,
  )
  const mailEvents = dispatch(
    ses,
    (event) => {
      const message = JSON.stringify(event.event)
      queues.forwardEvent('ses', event, () => {
        for (const topicArn of notifiedTopics(plan.configurationSets, event)) {
          queues.publish(topicArn, message, 'Amazon SES Email Event Notification')
        }
      })
    },
    log,
  )
  return { close: async () => void (await Promise.all([bucketEvents.close(), mailEvents.close()])) }
}

/** Invokes functions with the messages of their queues. */
export function startEventSources({ plan, services, functions, maxWorkers, storage, log }: DispatchOptions): Closable {
  const sources = plan.eventSources.map((source) => {
    const target = plan.functions.find(({ arn }) => arn === source.functionArn)
    return startEventSource(source, services.queues.consumer(source.queueArn), {
      concurrency: target ? concurrencyOf(target, maxWorkers) : 0,
      invoke: (event) => functions.invoke(source.functionArn, event),
      storage,
      log,
    })
  })
  return { close: async () => void (await Promise.all(sources.map((source) => source.close()))) }
}

export type StreamSources = {
  /** Names the streams with changes that a function has not handled yet. */
  busy(): string[]
  /** Hands over incomplete batches at once, until the returned function is called. */
  hurry(): () => void
  close(): Promise<void>
}

/** Invokes functions with the changes of their tables. */
export function startStreamSources({ plan, services, functions, clock, storage, log }: DispatchOptions): StreamSources {
  const { dynamo, queues } = services
  dynamo.retainReaders(plan.streamSources.map(({ logicalId }) => logicalId))
  const sources = plan.streamSources.map((source) => {
    const { logicalId: reader, streamArn, parallelization: lanes, start, failureDestination } = source
    const started = startStreamSource(source, dynamo.readStream({ streamArn, reader, lanes, start }), {
      invoke: (event) => functions.invoke(source.functionArn, event),
      report: (message) => {
        if (failureDestination?.kind === 'topic') queues.publish(failureDestination.arn, message, '')
        else if (failureDestination) queues.send(failureDestination.arn, message)
      },
      now: clock.now,
      storage,
      log,
    })
    return { reader, ...started }
  })
  return {
    busy: () => sources.filter(({ hasWork }) => hasWork()).map(({ reader }) => `stream of ${reader}`),
    hurry: () => {
      const ends = sources.map(({ hurry }) => hurry())
      return () => {
        for (const end of ends) end()
      }
    },
    close: async () => void (await Promise.all(sources.map(({ close }) => close()))),
  }
}

/** Starts the schedules. Their runs are durable before they are delivered to queues and functions. */
export function startSchedules({ plan, services, clock, databases, log }: DispatchOptions): Scheduler {
  return startScheduler({
    plan,
    clock,
    log,
    folder: services.schedulesFolder,
    openFile: databases.open,
    deliver: (schedule, input, attributes) =>
      services.deliveries.add({
        sender: 'scheduler',
        name: schedule.name,
        plan: schedule.target,
        body: input,
        deadLetter: input,
        attributes,
      }),
  })
}

/** Delivers what rules and schedules send, and invokes functions with their events. */
export function startAsyncWork({ services, faults, functions, plan, ...options }: DispatchOptions): Closable {
  const { queues, deliveries, asyncEvents, poster, logs } = services
  const shared = { ...options, queues, asyncEvents, logs, database: queues.database }
  const invocations = startAsyncInvocations({ ...shared, plans: plan.functions, invoke: functions.invoke })
  const delivering = startDeliveries({ ...shared, deliveries, faults })
  const posting = poster.start()
  return { close: async () => void (await Promise.all([delivering, invocations, posting].map((each) => each.close()))) }
}
