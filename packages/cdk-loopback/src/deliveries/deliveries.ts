import type { Clock } from '../clock.ts'
import { AwsError } from '../endpoint/aws-service.ts'
import type { Faults } from '../faults/faults.ts'
import type { Storage } from '../host/storage.ts'
import type { Database } from '../queues/database.ts'
import { textAttributes } from '../queues/message-attributes.ts'
import { startTaskRunner, type TaskRunner } from '../tasks/task-runner.ts'
import { openTaskStore, type Task, type TaskStore } from '../tasks/task-store.ts'
import { deliver, type Targets } from './deliver.ts'
import { type Delivery, UndeliverableError } from './delivery.ts'

/** Deliveries of rules and schedules. A delivery is durable until it is stored at its target or at a dead-letter queue. */
export type Deliveries = {
  /** Stores a delivery. Joins the current transaction. */
  add(delivery: Delivery): void
  readonly store: TaskStore<Delivery>
}

export function openDeliveries(database: Database, clock: Clock): Deliveries {
  const store = openTaskStore<Delivery>(database, 'delivery', clock)
  return { add: (delivery) => store.add(delivery.name, delivery), store }
}

export type DeliveryOptions = Targets & {
  readonly deliveries: Deliveries
  readonly database: Database
  readonly faults: Pick<Faults, 'aroundDelivery'>
  readonly clock: Clock
  readonly storage: Pick<Storage, 'isClosed' | 'room'>
  readonly log: (line: string) => void
}

/** Deliveries of one rule or schedule that run at a time. Only injected faults make a delivery take time. */
const concurrency = 10

export function startDeliveries(options: DeliveryOptions): TaskRunner {
  const { deliveries, database, faults, clock, log, storage } = options
  return startTaskRunner({
    store: deliveries.store,
    clock,
    log,
    storage,
    concurrency: () => concurrency,
    run: async (task) => {
      const { sender, name } = task.content
      const act = async () =>
        database.transaction(() => {
          deliver(task.content, options)
          deliveries.store.remove(task)
        })
      try {
        await faults.aroundDelivery(sender, name, act)
      } catch (error) {
        database.transaction(() => settleFailure(task, error, options))
      }
    },
  })
}

/** Retries a delivery, or gives it up. */
function settleFailure(task: Task<Delivery>, error: unknown, options: DeliveryOptions): void {
  const { deliveries, clock, log } = options
  const { retry } = task.content.plan
  const failures = task.failures + 1
  const delay = backoff(failures)
  const isPermanent = error instanceof UndeliverableError || (error instanceof AwsError && !isTransient(error))
  const nextAge = clock.now().getTime() + delay - task.queuedAt
  const exhausted =
    failures > retry.maximumAttempts
      ? 'MaximumRetryAttempts'
      : nextAge > retry.maximumAge * 1000
        ? 'MaximumEventAgeInSeconds'
        : undefined
  log(`${task.content.name}: ${error}`)
  if (!isPermanent && !exhausted) deliveries.store.postpone({ ...task, failures }, delay)
  else {
    deliveries.store.remove(task)
    giveUp(task, error, isPermanent ? undefined : exhausted, options)
  }
}

function isTransient({ code, status }: AwsError): boolean {
  return status === 429 || status >= 500 || /Throttl|TooManyRequests/.test(code)
}

/** Returns the milliseconds before a retry. AWS backs off exponentially; it does not publish the times. */
function backoff(failures: number): number {
  return Math.min(1000 * 2 ** Math.min(failures - 1, 20), 15 * 60_000)
}

function giveUp(
  { content, failures }: Task<Delivery>,
  error: unknown,
  condition: string | undefined,
  { queues, log }: DeliveryOptions,
): void {
  const { plan, deadLetter, attributes } = content
  const texts = {
    ...attributes,
    TARGET_ARN: plan.arn,
    ERROR_CODE: codeOf(error),
    ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
    ...(condition && { EXHAUSTED_RETRY_CONDITION: condition }),
    RETRY_ATTEMPTS: String(failures),
  }
  if (plan.deadLetterArn === undefined) log(`${content.name}: the delivery to ${plan.arn} was given up and is lost`)
  else queues.send(plan.deadLetterArn, deadLetter, textAttributes(texts))
}

function codeOf(error: unknown): string {
  if (error instanceof UndeliverableError) return error.code
  if (!(error instanceof AwsError)) return 'UNKNOWN'
  if (error.status >= 500) return 'INTERNAL_ERROR'
  return isTransient(error) ? 'THROTTLING' : 'ERROR_FROM_TARGET'
}
