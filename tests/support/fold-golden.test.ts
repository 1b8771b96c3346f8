import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divide, fold, unfold } from './fold-golden.ts'

const frame = divide(['<head>', 'a', 'b', '</head>', '<foot>', 'c', 'd'], { head: '<head>', foot: '<foot>' })

test('folding replaces runs of lines with their places in the frame', () => {
  expect(frame).toEqual({ head: ['<head>', 'a', 'b', '</head>'], foot: ['<foot>', 'c', 'd'] })
  expect(fold(['<head>', 'x', 'b', '</head>', 'c', '<foot>', 'c', 'd'], frame)).toEqual([
    '<head>',
    'x',
    '⟪head 3-4⟫',
    'c',
    '⟪foot⟫',
  ])
})

test('unfolding restores the original lines', () => {
  const lines = fc.array(fc.constantFrom('<head>', 'a', 'b', '</head>', '<foot>', 'c', 'd', 'x', '⟪y⟫', ''))
  fc.assert(
    fc.property(lines, (text) => {
      expect(unfold(fold(text, frame), frame)).toEqual(text)
    }),
  )
})

test('dividing fails if a part of the frame is missing', () => {
  expect(() => divide(['a'], { head: 'b' })).toThrow('No line begins with b')
})
