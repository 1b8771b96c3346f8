import { expect, test } from 'vitest'
import { findWork, waitUntilIdle } from '../src/pending-work.ts'

type Find = Parameters<typeof findWork>
type Parts = [Find[0], Find[1], Find[2], Find[3]]

test('idle waits until no work is left', async () => {
  const work = [['queue a'], ['function B'], []]
  await waitUntilIdle(() => work.shift() ?? [], 1_000)
  expect(work).toEqual([])
})

test('after the timeout, the error names the pending work', async () => {
  await expect(waitUntilIdle(() => ['queue a', 'function B'], 1)).rejects.toThrow(
    'Still busy after 1 ms: queue a, function B',
  )
})

test('idle looks no further than the first work that is pending', async () => {
  const seen: string[] = []
  function* findWork() {
    const busy = seen.length === 0
    seen.push('memory')
    if (busy) yield 'function B'
    seen.push('database')
  }
  await waitUntilIdle(findWork, 1_000)
  expect(seen).toEqual(['memory', 'memory', 'database'])
})

test('a message is work if it becomes visible soon, or within the time that is asked for', () => {
  const nothing = { store: { owners: () => [] } }
  const services = {
    ...{ s3: { pendingEvents: () => [] }, ses: { pendingEvents: () => [] }, deliveries: nothing, asyncEvents: nothing },
    queues: { hasWork: (_arn: string, withinMs: number) => withinMs > 60_000, movesMessages: () => false },
  }
  const find = (withinMs?: number) => {
    const plan = { eventSources: [{ queueArn: 'arn:aws:sqs:us-east-1:000000000000:Work' }] }
    const parts = [plan, services, { busy: () => [] }, { busy: () => [] }] as unknown as Parts // all that it reads
    return [...findWork(...parts, withinMs)]
  }
  expect(find()).toEqual([])
  expect(find(60_000)).toEqual([])
  expect(find(Number.POSITIVE_INFINITY)).toEqual(['queue Work'])
})
