import type { Clock } from '../../clock.ts'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { Storage } from '../../host/storage.ts'
import type { Database } from '../../queues/database.ts'
import { type MessageAttributes, textAttributes } from '../../queues/message-attributes.ts'
import type { QueueService } from '../../queues/queue-service.ts'
import { startTaskRunner, type TaskRunner } from '../../tasks/task-runner.ts'
import type { Task } from '../../tasks/task-store.ts'
import type { FunctionPlan } from '../../template/stack-plan.ts'
import { concurrencyOf } from '../function-pool.ts'
import type { Functions } from '../functions.ts'
import { isThrottling } from '../invocation-error.ts'
import type { AsyncEvent, AsyncEvents } from './async-events.ts'
import { type Condition, composeRecord, describeError, type Outcome } from './invocation-record.ts'

export type AsyncOptions = {
  readonly asyncEvents: AsyncEvents
  readonly plans: readonly FunctionPlan[]
  readonly invoke: Functions['invoke']
  readonly queues: Pick<QueueService, 'send' | 'publish'>
  readonly database: Database
  readonly maxWorkers: number
  readonly clock: Clock
  readonly log: (line: string) => void
  readonly storage: Pick<Storage, 'isClosed' | 'room'>
}

/** Milliseconds before the first and the second retry after an error of the function. */
const retryDelays = [60_000, 120_000]

/**
 * Invokes functions with their events. If the process ends during an invocation, the event is invoked again, because
 * the outcome is unknown. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function startAsyncInvocations(options: AsyncOptions): TaskRunner {
  const { asyncEvents, plans, maxWorkers } = options
  dropOrphans(options)
  let closed = false
  const findPlan = (arn: string) => plans.find((plan) => plan.arn === arn)
  const runner = startTaskRunner({
    ...options,
    store: asyncEvents.store,
    concurrency: (arn) => {
      const plan = findPlan(arn)
      return plan ? Math.max(1, concurrencyOf(plan, maxWorkers)) : 0
    },
    run: async (task) => {
      const plan = findPlan(task.owner)
      if (plan) await runEvent(task, plan, options, () => closed)
    },
  })
  return {
    close: () => {
      closed = true
      return runner.close()
    },
  }
}

/** Removes the events of functions that the stack no longer has, as deleting a function does. */
function dropOrphans({ asyncEvents: { store }, plans, log }: AsyncOptions): void {
  for (const owner of store.owners()) {
    if (plans.some(({ arn }) => arn === owner)) continue
    const tasks = store.listDue(owner, Number.MAX_SAFE_INTEGER)
    log(`${owner}: ${tasks.length} events are lost, because the stack no longer has this function`)
    for (const task of tasks) store.remove(task)
  }
}

async function runEvent(
  task: Task<AsyncEvent>,
  plan: FunctionPlan,
  options: AsyncOptions,
  isClosed: () => boolean,
): Promise<void> {
  const { database, clock } = options
  const settle = (work: () => void) => database.transaction(work)
  const { requestId, payload } = task.content
  const age = clock.now().getTime() - task.queuedAt
  if (plan.reservedConcurrency === 0) {
    return settle(() => giveUp(task, plan, 'ZeroReservedConcurrency', undefined, options))
  }
  if (age > plan.asyncInvocation.maximumEventAge * 1000) {
    return settle(() => giveUp(task, plan, 'EventAgeExceeded', undefined, options))
  }
  try {
    const value = await options.invoke(plan.arn, JSON.parse(payload), requestId)
    settle(() => finish(task, plan, value, options))
  } catch (error) {
    // A failure while the stack closes is caused by the closing, so the event is invoked again at the next start.
    if (!isClosed()) settle(() => retry(task, plan, error, options))
  }
}

function finish(task: Task<AsyncEvent>, plan: FunctionPlan, value: unknown, options: AsyncOptions): void {
  options.asyncEvents.store.remove(task)
  const { onSuccess } = plan.asyncInvocation
  if (!onSuccess) return
  const record = { ...task.content, functionArn: plan.arn }
  send(
    onSuccess,
    composeRecord(record, 'Success', task.failures + 1, { value }, options.clock.now()),
    undefined,
    options,
  )
}

function retry(task: Task<AsyncEvent>, plan: FunctionPlan, error: unknown, options: AsyncOptions): void {
  const { asyncEvents, clock, storage } = options
  const { maximumRetryAttempts, maximumEventAge } = plan.asyncInvocation
  const isRefusal = storage.isClosed || isThrottling(error) || (error instanceof AwsError && error.status >= 500)
  const refusals = isRefusal ? task.content.refusals + 1 : 0
  const failures = isRefusal ? task.failures : task.failures + 1
  const next = { ...task, failures, content: { ...task.content, refusals } }
  const outcome = isRefusal ? undefined : { error }
  const delay = isRefusal ? refusalDelay(refusals) : (retryDelays[failures - 1] ?? 0)
  const age = clock.now().getTime() + delay - task.queuedAt
  if (failures > maximumRetryAttempts) giveUp(next, plan, 'RetriesExhausted', outcome, options)
  else if (age > maximumEventAge * 1000) giveUp(next, plan, 'EventAgeExceeded', outcome, options)
  else asyncEvents.store.postpone(next, delay)
}

/** Returns milliseconds: from one second up to five minutes, as Lambda documents. */
function refusalDelay(refusals: number): number {
  return Math.min(1000 * 2 ** Math.min(refusals - 1, 20), 5 * 60_000)
}

/** Sends an event to the function's failure destination and dead-letter queue. Without either, the event is lost. */
function giveUp(
  task: Task<AsyncEvent>,
  plan: FunctionPlan,
  condition: Condition,
  outcome: Outcome,
  options: AsyncOptions,
): void {
  const { clock, log, asyncEvents } = options
  const { onFailure, deadLetter } = plan.asyncInvocation
  asyncEvents.store.remove(task)
  log(`${plan.logicalId}: an event was given up (${condition})${onFailure || deadLetter ? '' : ' and is lost'}`)
  if (onFailure) {
    const event = { ...task.content, functionArn: plan.arn }
    send(onFailure, composeRecord(event, condition, task.failures, outcome, clock.now()), undefined, options)
  }
  if (deadLetter) send(deadLetter, task.content.payload, deadLetterAttributes(task, outcome), options)
}

/** Bytes of the error message that Lambda puts into an attribute. */
const longestMessage = 1024

function deadLetterAttributes({ content }: Task<AsyncEvent>, outcome: Outcome): MessageAttributes {
  const error = outcome && 'error' in outcome ? JSON.stringify(describeError(outcome.error)) : ''
  const message = Buffer.from(error).subarray(0, longestMessage).toString()
  return {
    ...textAttributes({ RequestID: content.requestId, ...(message && { ErrorMessage: message }) }),
    ErrorCode: { DataType: 'Number', StringValue: '200' },
  }
}

function send(
  { kind, arn }: { readonly kind: 'queue' | 'topic'; readonly arn: string },
  body: string,
  attributes: MessageAttributes | undefined,
  { queues }: AsyncOptions,
): void {
  if (kind === 'queue') queues.send(arn, body, attributes)
  else queues.publish(arn, body, undefined, attributes)
}
