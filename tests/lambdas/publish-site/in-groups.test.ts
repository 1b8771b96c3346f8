import { expect, test } from 'vitest'
import { inGroups } from '../../../lambdas/publish-site/in-groups.ts'

test('calls that are made at the same time, or while a group is handled, share a group', async () => {
  const groups: (readonly string[])[] = []
  const first = Promise.withResolvers<void>()
  const call = inGroups<string>(async (calls) => {
    groups.push(calls)
    if (groups.length === 1) await first.promise
  })
  const early = [call('a'), call('b')]
  await expect.poll(() => groups.length).toBe(1)
  const late = [call('c'), call('d')]
  first.resolve()
  await Promise.all([...early, ...late])
  expect(groups).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('a call that fails does not fail the others of its group', async () => {
  const done: string[] = []
  const call = inGroups<string>(async (calls) => {
    if (calls.includes('bad')) throw new Error('no')
    done.push(...calls)
  })
  const results = await Promise.allSettled([call('a'), call('bad'), call('b')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(done).toEqual(['a', 'b'])
})
