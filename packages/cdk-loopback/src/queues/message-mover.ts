import { randomUUID } from 'node:crypto'
import { type Message, readMessage } from './message.ts'
import type { MoveTask } from './move-tasks.ts'
import type { Sqs } from './sqs/sqs.ts'

/** Runs the move tasks in the background. */
export type MessageMover = {
  /** Runs a new task. */
  start(task: MoveTask): void
  /** Resumes the tasks that the last run left unfinished. */
  resume(): void
  close(): void
}

/** Maximum number of messages moved in one transaction, and in a second if a task has a rate. */
const batchSize = 500
/** Milliseconds. */
const second = 1_000

/** The state of SQS, without the mover itself. */
type Store = Omit<Sqs, 'mover'>

export function createMessageMover(sqs: Store): MessageMover {
  const timers = new Map<string, NodeJS.Timeout>()
  const run = (id: string, wait: number) => {
    clearTimeout(timers.get(id))
    timers.set(id, setTimeout(step, wait, id).unref())
  }
  const step = (id: string) => {
    timers.delete(id)
    try {
      const task = sqs.database.transaction(() => moveBatch(sqs, id))
      if (task?.status === 'RUNNING') run(id, task.rate === undefined ? 0 : second)
    } catch {
      run(id, second) // the disk is full, for example
    }
  }
  return {
    start: ({ id }) => run(id, 0),
    resume: () => {
      for (const { id } of sqs.moves.listRunning()) run(id, 0)
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

/**
 * Moves the next messages of a task, and ends it after the last one. Counts the moved messages in the same transaction, so
 * that a task moves no more messages than the queue had at its start: one that fails again at once is not moved again.
 */
function moveBatch(sqs: Store, id: string): MoveTask | undefined {
  const task = sqs.moves.get(id)
  if (task?.status !== 'RUNNING') return task
  const limit = Math.min(task.rate ?? batchSize, task.toMove - task.moved)
  const messages = listVisible(sqs, task, limit)
  let moved = 0
  for (const message of messages) {
    const failure = moveMessage(sqs, message, task.destination ?? message.deadLetterSource)
    if (failure !== undefined) {
      sqs.moves.end(id, 'FAILED', failure)
      break
    }
    moved += 1
  }
  sqs.moves.countMoved(id, moved)
  const isComplete = messages.length < limit || task.moved + moved >= task.toMove
  if (moved === messages.length && isComplete) sqs.moves.end(id, 'COMPLETED')
  return sqs.moves.get(id)
}

/** Lists the oldest messages. Those that a client has just received stay. */
function listVisible(sqs: Store, { source }: MoveTask, limit: number): readonly Message[] {
  const queue = sqs.queues.findByArn(source)
  if (!queue) return []
  const now = sqs.now().getTime()
  return sqs.database
    .statement('SELECT * FROM messages WHERE queue = ? AND visible_at <= ? AND sent_at > ? ORDER BY id LIMIT ?')
    .all(queue.name, now, now - queue.settings.retention, limit)
    .map(readMessage)
}

/** Moves a message. It becomes a new one, with a new id and retention period. Returns the reason if it cannot be moved. */
function moveMessage(sqs: Store, { id }: Message, target: string | undefined): string | undefined {
  if (target === undefined) return 'CouldNotDetermineMessageSource'
  const queue = sqs.queues.findByArn(target)
  if (!queue) return 'AWS.SimpleQueueService.NonExistentQueue'
  const now = sqs.now().getTime()
  sqs.database
    .statement(moveToQueue)
    .run(sqs.database.nextId(), queue.name, randomUUID(), now, now + queue.settings.delay, id)
  sqs.database.afterCommit(() => sqs.arrivals.announce(queue.name))
  return undefined
}

const moveToQueue = `
  UPDATE messages SET id = ?, queue = ?, message_id = ?, sent_at = ?, visible_at = ?, receive_count = 0,
    first_received_at = NULL, receipt = NULL, invoking = 0, dead_letter_source = NULL
  WHERE id = ?`
