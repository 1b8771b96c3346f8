import { expect, test } from 'vitest'
import { advanceWalk, currentWalk, nextToAsk, type PermissionWalk, removeAsked } from '../../../core/permission/walk.ts'

const digests = ['daily', 'weekly']
const now = new Date('2026-11-30T06:00:00Z')
const settings = { perDay: 3 }
const start = () => {
  const walk = currentWalk(undefined, digests, now)
  if (!walk) throw new Error('No walk')
  return walk
}

test('a walk reads every shard of every digest once, page by page', () => {
  const places: string[] = []
  let walk: PermissionWalk = start()
  for (let page = 0; walk.place && page < 100; page += 1) {
    const { digest, shard, cursor = '' } = walk.place
    places.push(`${digest} ${shard} ${cursor}`)
    walk = advanceWalk(walk, [], shard === '3' && cursor === '' ? 'abc' : undefined, digests, settings)
  }
  expect(places).toHaveLength(34)
  expect(new Set(places).size).toBe(34)
  expect(places.slice(2, 6)).toEqual(['daily 2 ', 'daily 3 ', 'daily 3 abc', 'daily 4 '])
})

test('it keeps the oldest readers, as many as are asked on a day, and repeats none', () => {
  const reader = (id: string, since: string) => ({ id, since })
  const first = advanceWalk(start(), [reader('b', '2024-02'), reader('a', '2024-01')], 'x', digests, settings)
  const again = advanceWalk(
    first,
    [reader('b', '2024-02'), reader('c', '2020-01'), reader('d', '2025-01')],
    undefined,
    digests,
    settings,
  )
  expect(nextToAsk(again, 2)).toEqual(['c', 'a'])
  expect(nextToAsk(removeAsked(again, new Set(['c', 'a'])), 2)).toEqual(['b'])
})

test('the next walk begins a day after the last one began, when everyone was asked', () => {
  const tomorrow = new Date('2026-12-01T06:00:00Z')
  const open = { ...start(), place: undefined, oldest: ['2024 a'] }
  expect(currentWalk(open, digests, tomorrow)).toBe(open)
  const over = { ...open, oldest: [] }
  expect(currentWalk(over, digests, new Date('2026-12-01T05:59:59Z'))).toBeUndefined()
  expect(currentWalk(over, digests, tomorrow)).toMatchObject({ place: { digest: 'daily', shard: '0' }, oldest: [] })
})

test('a walk ends if its digest is removed', () => {
  const walk = { ...start(), place: { digest: 'gone', shard: 'f' } }
  expect(advanceWalk(walk, [], undefined, digests, settings).place).toBeUndefined()
  expect(currentWalk(undefined, [], now)?.place).toBeUndefined()
})
