import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divide, fold, unfold } from './fold-golden.ts'

const frame = divide(['<head>', 'a', 'b', '</head>', '<foot>', 'c', 'd'], { head: '<head>', foot: '<foot>' })

test('runs of lines are named by their places in the frame', () => {
  expect(frame).toEqual({ head: ['<head>', 'a', 'b', '</head>'], foot: ['<foot>', 'c', 'd'] })
  expect(fold(['<head>', 'x', 'b', '</head>', 'c', '<foot>', 'c', 'd'], frame)).toEqual([
    '<head>',
    'x',
    '⟪head 3-4⟫',
    'c',
    '⟪foot⟫',
  ])
})

test('unfolding gives the lines as they were', () => {
  const lines = fc.array(fc.constantFrom('<head>', 'a', 'b', '</head>', '<foot>', 'c', 'd', 'x', '⟪y⟫', ''))
  fc.assert(
    fc.property(lines, (text) => {
      expect(unfold(fold(text, frame), frame)).toEqual(text)
    }),
  )
})

test('a frame without a part is a mistake', () => {
  expect(() => divide(['a'], { head: 'b' })).toThrow('No line begins with b')
})
