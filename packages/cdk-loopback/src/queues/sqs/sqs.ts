import type { Arrivals } from '../arrivals.ts'
import type { Database } from '../database.ts'
import type { MoveTask, MoveTasks } from '../move-tasks.ts'
import type { QueueList } from '../queue-list.ts'

/** The state of the embedded SQS. */
export type Sqs = {
  readonly database: Database
  readonly queues: QueueList
  readonly arrivals: Arrivals
  readonly moves: MoveTasks
  /** Runs new move tasks in the background. */
  readonly mover: { start(task: MoveTask): void }
  now(): Date
}
