import { createAlarm } from '../alarm.ts'
import type { Clock } from '../clock.ts'
import type { Storage } from '../host/storage.ts'
import type { Task, TaskStore } from './task-store.ts'

export type TaskRunner = {
  /** Starts no more tasks. Resolves when the running ones have ended. */
  close(): Promise<void>
}

export type TaskRunnerOptions<Content> = {
  readonly store: TaskStore<Content>
  readonly clock: Clock
  /** Returns how many tasks of an owner may run at a time. */
  readonly concurrency: (owner: string) => number
  /** Runs a task, then removes or postpones it. */
  readonly run: (task: Task<Content>) => Promise<void>
  readonly log: (line: string) => void
  /** No tasks are started while nothing can be stored. */
  readonly storage: Pick<Storage, 'isClosed' | 'room'>
}

/** Milliseconds before a task is run again that could not be settled, because the disk is full, for example. */
const retryAfter = 1_000

/** Runs tasks when they are due, including those left by the last run of the process. */
export function startTaskRunner<Content>(options: TaskRunnerOptions<Content>): TaskRunner {
  const { store, clock, log, storage } = options
  const running = new Map<number, { readonly owner: string; readonly end: Promise<void> }>()
  let closed = false

  const start = (task: Task<Content>) => {
    const finish = store.begin(task)
    const end = options
      .run(task)
      .catch(async (error) => {
        log(`A task of ${task.owner} will be tried again: ${error}`)
        await new Promise((resolve) => setTimeout(resolve, retryAfter).unref())
      })
      .finally(() => {
        running.delete(task.id)
        startDue()
        finish()
      })
    running.set(task.id, { owner: task.owner, end })
  }
  const startDue = () => {
    try {
      startAllDue()
    } catch (error) {
      log(`Tasks cannot be read: ${error}`)
    }
  }
  const startAllDue = () => {
    if (closed) return
    if (storage.isClosed) {
      void storage.room().then(startDue)
      return
    }
    for (const owner of store.owners()) {
      const active = [...running.values()].filter((each) => each.owner === owner).length
      const free = options.concurrency(owner) - active
      if (free <= 0) continue
      const due = store.listDue(owner, free + active).filter(({ id }) => !running.has(id))
      for (const task of due.slice(0, free)) start(task)
    }
    alarm.set(store.nextDue())
  }
  const alarm = createAlarm(clock, startDue)
  store.onChange(startDue)
  startDue()
  return {
    close: async () => {
      closed = true
      store.onChange(() => {})
      alarm.close()
      await Promise.all([...running.values()].map(({ end }) => end))
    },
  }
}
