import type { QueuePlan } from '../template/stack-plan.ts'
import { completeAttributes, type QueueAttributes, type QueueSettings, readSettings } from './sqs/queue-settings.ts'
import { queueDoesNotExist } from './sqs/sqs-error.ts'

export type Queue = {
  readonly name: string
  readonly arn: string
  readonly url: string
  /** Includes the defaults. */
  readonly attributes: QueueAttributes
  readonly settings: QueueSettings
  readonly created: Date
  readonly modified: Date
}

/** The queues of the stack. They are read from the plan at each start. */
export type QueueList = {
  replaceAll(plans: readonly QueuePlan[]): void
  /** Lists the queues by name. */
  all(): readonly Queue[]
  findByArn(arn: string): Queue | undefined
  /** @throws {AwsError} QueueDoesNotExist */
  need(name: string): Queue
  setAttributes(queue: Queue, attributes: QueueAttributes): void
}

export function createQueueList(now: () => Date): QueueList {
  let queues = new Map<string, Queue>()
  const byArn = new Map<string, string>()
  return {
    replaceAll: (plans) => {
      queues = new Map(plans.map((plan) => [plan.name, create(plan, now())]))
      byArn.clear()
      for (const { arn, name } of queues.values()) byArn.set(arn, name)
    },
    all: () => [...queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    findByArn: (arn) => queues.get(byArn.get(arn) ?? ''),
    need: (name) => {
      const queue = queues.get(name)
      if (!queue) throw queueDoesNotExist()
      return queue
    },
    setAttributes: (queue, changes) => {
      const attributes = completeAttributes({ ...queue.attributes, ...changes })
      queues.set(queue.name, { ...queue, attributes, settings: readSettings(attributes), modified: now() })
    },
  }
}

function create({ name, arn, url, attributes }: QueuePlan, now: Date): Queue {
  const complete = completeAttributes(attributes)
  return { name, arn, url, attributes: complete, settings: readSettings(complete), created: now, modified: now }
}

/** Reads a queue's name from its URL. The rest may differ, because an earlier run may have used another port. */
export function queueNameOf(url: string): string {
  return url.split('/').at(-1) ?? ''
}

export function accountOf({ arn }: Queue): string {
  return arn.split(':')[4] ?? ''
}
