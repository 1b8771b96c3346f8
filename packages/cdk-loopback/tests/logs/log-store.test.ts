import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLogStore } from '../../src/logs/log-store.ts'

function open(maximumSize?: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'logs-'))
  const lines: string[] = []
  const options = { folder, now: () => new Date(9_000), log: (line: string) => void lines.push(line) }
  const store = openLogStore({ ...options, ...(maximumSize !== undefined && { maximumSize }) })
  onTestFinished(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  return { store, lines, folder }
}

const everything = { from: 0, to: Number.MAX_SAFE_INTEGER, backwards: false, after: undefined, limit: 1e6 }
const event = (at: number, message = `at ${at}`, group = 'a') => ({ group, stream: 's', at, message })

test('events are listed in the order of their times, in both directions', () => {
  const { store } = open()
  for (const at of [3_000, 1_000, 2_000, 2_000]) store.add(event(at))
  const forwards = store.list('a', everything)
  expect(forwards.map(({ at }) => at)).toEqual([1_000, 2_000, 2_000, 3_000])
  expect(forwards[0]).toMatchObject({ stream: 's', ingestedAt: 9_000, message: 'at 1000' })
  const backwards = store.list('a', { ...everything, backwards: true })
  expect(backwards).toEqual(forwards.toReversed())
  expect(store.list('a', { ...everything, after: forwards[1] })).toEqual(forwards.slice(2))
  expect(store.list('a', { ...everything, backwards: true, after: forwards[1] })).toEqual(forwards.slice(0, 1))
  expect(store.list('a', { ...everything, from: 2_000, to: 2_000 })).toHaveLength(2)
  expect(store.list('b', everything)).toEqual([])
})

test('the database keeps its size: the oldest events of the largest group go first', () => {
  const { store, folder } = open(400_000)
  store.put(event(1, 'rare', 'quiet'))
  for (let at = 1; at <= 3_000; at += 1) store.add(event(at, 'x'.repeat(500), 'loud'))
  const loud = store.list('loud', everything)
  expect(loud.length).toBeGreaterThan(300)
  expect(loud.length).toBeLessThan(800)
  expect(loud.at(-1)?.at).toBe(3_000)
  expect(store.list('quiet', everything)).toHaveLength(1)
  expect(store.groups()).toEqual(['loud', 'quiet'])
  expect(statSync(path.join(folder, 'logs.sqlite')).size).toBeLessThan(3_000_000)
})

test('an event that cannot be stored is lost, reported once, and stops nobody', () => {
  const { store, lines } = open()
  for (const at of [Number.NaN, Number.NaN]) {
    store.add(event(at))
    expect(store.list('a', everything)).toEqual([])
  }
  expect(lines).toEqual([expect.stringContaining('Log events are lost')])
  store.add(event(1))
  expect(store.list('a', everything)).toHaveLength(1)
})

test('a message that is too large for CloudWatch Logs is cut between characters', () => {
  const { store } = open()
  store.add(event(1, '€'.repeat(100_000)))
  const [cut] = store.list('a', everything)
  expect(cut?.message).toBe('€'.repeat(87_372))
  expect(store.bytes('a')).toBe(262_116)
})

test('expired events are deleted', () => {
  const { store } = open()
  for (const at of [1, 2, 3]) store.put(event(at))
  store.expire('a', 3)
  expect(store.list('a', everything).map(({ at }) => at)).toEqual([3])
})
