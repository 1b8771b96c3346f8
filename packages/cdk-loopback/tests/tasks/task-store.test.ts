import { expect, onTestFinished, test } from 'vitest'
import { createClock } from '../../src/clock.ts'
import { openDatabase } from '../../src/queues/database.ts'
import { openTaskStore } from '../../src/tasks/task-store.ts'
import { temporaryFolder } from '../template/synthesize.ts'

const minute = 60_000

/** Opens a store whose clock only moves by hand. */
function open(folder = temporaryFolder()) {
  const clock = createClock(() => new Date('2026-01-01T00:00:00Z'))
  const database = openDatabase(folder)
  const store = openTaskStore<string>(database, 'test', clock)
  let closed = false
  const close = () => {
    if (closed) return
    closed = true
    store.close()
    database.close()
  }
  onTestFinished(close)
  const due = () => store.listDue('owner', 10).map(({ content }) => content)
  return { folder, clock, database, store, due, close }
}

test('a task is due until it is removed, and waits when it is postponed', () => {
  const { clock, store, due } = open()
  store.add('owner', 'a')
  store.add('other', 'b')
  expect(due()).toEqual(['a'])
  const [task] = store.listDue('owner', 10)
  if (!task) throw new Error('no task')
  store.postpone({ ...task, failures: 1 }, minute)
  expect(due()).toEqual([])
  expect(store.nextDue()).toBe(clock.now().getTime() + minute)
  clock.move(minute)
  expect(store.listDue('owner', 10)).toMatchObject([{ failures: 1, queuedAt: task.queuedAt }])
  store.remove(task)
  expect(store.owners()).toEqual(['other'])
})

test('a task of a transaction that fails does not exist', () => {
  const { database, store } = open()
  const work = () =>
    database.transaction(() => {
      store.add('owner', 'a')
      throw new Error('no')
    })
  expect(work).toThrow('no')
  expect(store.owners()).toEqual([])
})

test('tasks survive a restart, with the rest of their delay and without the time in between', () => {
  const first = open()
  first.clock.move(1000 * minute)
  first.store.add('owner', 'waiting')
  const [task] = first.store.listDue('owner', 10)
  if (task) first.store.postpone(task, minute)
  first.close()
  const second = open(first.folder)
  expect(second.due()).toEqual([])
  second.clock.move(minute)
  expect(second.store.listDue('owner', 10)).toMatchObject([
    { content: 'waiting', queuedAt: second.clock.now().getTime() - minute },
  ])
})

test('a clock that is moved back changes no delay', () => {
  const { clock, store, due } = open()
  store.add('owner', 'a')
  const [task] = store.listDue('owner', 10)
  if (task) store.postpone(task, minute)
  clock.move(-1000 * minute)
  expect(due()).toEqual([])
  clock.move(minute)
  expect(due()).toEqual(['a'])
})
