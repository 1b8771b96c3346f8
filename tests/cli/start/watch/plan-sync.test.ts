import { expect, test } from 'vitest'
import { isMostlyGone, planSync } from '../../../../cli/start/watch/plan-sync.ts'

const versions = (text: string) =>
  new Map(
    text
      .split('')
      .map((each, n) => [`${n}`, each] as const)
      .filter(([, each]) => each !== '-'),
  )

test.each([
  ['same', 'in the bucket already', 'a', '-', 'a'],
  ['same', 'changed to what was uploaded elsewhere', 'b', 'a', 'b'],
  ['upload', 'new', 'a', '-', '-'],
  ['upload', 'changed here', 'b', 'a', 'a'],
  ['upload', 'withdrawn elsewhere, then changed here', 'b', 'a', '-'],
  ['occupied', 'the path of another upload', 'b', '-', 'a'],
  ['occupied', 'changed here and elsewhere', 'b', 'a', 'c'],
  ['overtaken', 'changed elsewhere', 'a', 'a', 'b'],
  ['overtaken', 'withdrawn elsewhere', 'a', 'a', '-'],
] as const)('%s: %s', (task, _why, file, published, present) => {
  const plan = planSync({
    files: versions(file),
    gone: [],
    published: versions(published),
    present: versions(present),
  })
  const empty = { same: [], upload: [], occupied: [], overtaken: [], missing: [] }
  expect(plan).toEqual({ ...empty, [task]: ['0'] })
})

test('a file that is gone is missing only while the bucket has it', () => {
  const state = { files: new Map(), published: versions('ab'), present: versions('a') }
  expect(planSync({ ...state, gone: ['0', '1'] }).missing).toEqual(['0'])
})

test('most files are hardly deleted at once', () => {
  expect(isMostlyGone(3, 3)).toBe(false)
  expect(isMostlyGone(4, 8)).toBe(false)
  expect(isMostlyGone(5, 8)).toBe(true)
})
