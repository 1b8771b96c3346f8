import type { Clock } from '../clock.ts'
import type { Storage } from '../host/storage.ts'
import type { Database } from '../queues/database.ts'
import { startTaskRunner, type TaskRunner } from '../tasks/task-runner.ts'
import { openTaskStore, type Task, type TaskStore } from '../tasks/task-store.ts'
import type { BusEvent } from './bus-event.ts'
import { matchesPattern, parseEventPattern } from './event-pattern.ts'

/** A receiver outside the stack, like an API destination in AWS. */
export type EventPost = {
  /** Gets each event as JSON in the body of a POST request. */
  readonly url: string
  /** Event pattern. Events that do not match it are not posted. */
  readonly pattern: string
}

/** Posts events to a URL, each at least once and in no particular order. An event that was put is posted after a restart, too. */
export type EventPoster = {
  /** Joins the current transaction. */
  add(event: BusEvent): void
  start(): TaskRunner
}

export type EventPosterOptions = {
  readonly post: EventPost | undefined
  readonly database: Database
  readonly clock: Clock
  readonly storage: Pick<Storage, 'isClosed' | 'room'>
  readonly log: (line: string) => void
}

/** Requests at a time. */
const concurrency = 4
/** Milliseconds. */
const requestTimeout = 10_000
const longestBackoff = 60_000
const longestAge = 24 * 60 * 60_000

export function openEventPoster({ post, database, clock, storage, log }: EventPosterOptions): EventPoster {
  const store = openTaskStore<BusEvent>(database, 'post', clock)
  const pattern = post && parseEventPattern(post.pattern)
  removeOthers(store, post?.url, log)
  const settle = (task: Task<BusEvent>, failure: string | undefined, isFinal: boolean) => {
    const delay = Math.min(1_000 * 2 ** Math.min(task.failures, 20), longestBackoff)
    const isTooOld = clock.now().getTime() + delay - task.queuedAt > longestAge
    if (failure !== undefined) log(`Event ${task.content.id} could not be posted: ${failure}`)
    if (failure === undefined || isFinal) store.remove(task)
    else if (isTooOld) {
      log(`Event ${task.content.id} is given up after a day.`)
      store.remove(task)
    } else store.postpone({ ...task, failures: task.failures + 1 }, delay)
  }
  return {
    add: (event) => {
      if (post && pattern && matchesPattern(pattern, event)) store.add(post.url, event)
    },
    start: () =>
      startTaskRunner({
        store,
        clock,
        log,
        storage,
        concurrency: () => concurrency,
        run: async (task) => {
          const { failure, isFinal } = await send(task.owner, task.content)
          settle(task, failure, isFinal)
        },
      }),
  }
}

/** Removes what an earlier run did not post to another URL. */
function removeOthers(store: TaskStore<BusEvent>, url: string | undefined, log: (line: string) => void): void {
  for (const owner of store.owners().filter((each) => each !== url)) {
    const tasks = store.listDue(owner, Number.MAX_SAFE_INTEGER)
    log(`${tasks.length} events are no longer posted to ${owner}.`)
    for (const task of tasks) store.remove(task)
  }
}

type Result = { readonly failure: string | undefined; readonly isFinal: boolean }

/** Sends a request. As for API destinations, the statuses 409, 429 and 5xx are tried again, and other errors are final. */
async function send(url: string, event: BusEvent): Promise<Result> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      redirect: 'manual',
      signal: AbortSignal.timeout(requestTimeout),
    })
    await response.body?.cancel()
    const { ok, status } = response
    const isFinal = status < 500 && status !== 409 && status !== 429
    return { failure: ok ? undefined : `${new URL(url).host} answered ${status}`, isFinal }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { failure: cause instanceof Error ? cause.message : String(cause), isFinal: false }
  }
}
