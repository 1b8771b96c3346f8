import type { Arrivals } from '../arrivals.ts'
import type { Database } from '../database.ts'
import type { QueueList } from '../queue-list.ts'

/** The state of the embedded SQS. */
export type Sqs = {
  readonly database: Database
  readonly queues: QueueList
  readonly arrivals: Arrivals
  now(): Date
}
