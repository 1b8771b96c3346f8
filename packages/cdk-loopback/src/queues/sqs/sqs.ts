import type { Arrivals } from '../arrivals.ts'
import type { Database } from '../database.ts'
import type { MessageMover } from '../message-mover.ts'
import type { MoveTasks } from '../move-tasks.ts'
import type { QueueList } from '../queue-list.ts'

/** The state of the embedded SQS. */
export type Sqs = {
  readonly database: Database
  readonly queues: QueueList
  readonly arrivals: Arrivals
  readonly moves: MoveTasks
  readonly mover: MessageMover
  now(): Date
}
