import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../queues/database.ts'
import { openTaskStore, type TaskStore } from '../../tasks/task-store.ts'

/** An event that waits for its function. */
export type AsyncEvent = {
  /** Stays the same in every attempt. */
  readonly requestId: string
  /** JSON. */
  readonly payload: string
  /** How often Lambda itself refused the event since it last reached the function: throttled, or an internal error. */
  readonly refusals: number
}

/** The events of asynchronous invocations. An event is durable until its function has handled it or it is given up. */
export type AsyncEvents = {
  /** Stores an event and returns its request id. Joins the current transaction. */
  add(functionArn: string, payload: string): string
  readonly store: TaskStore<AsyncEvent>
}

export function openAsyncEvents(database: Database, clock: Clock): AsyncEvents {
  const store = openTaskStore<AsyncEvent>(database, 'invocation', clock)
  return {
    add: (functionArn, payload) => {
      const requestId = randomUUID()
      store.add(functionArn, { requestId, payload, refusals: 0 })
      return requestId
    },
    store,
  }
}
