import { expect, test } from 'vitest'
import { nearest } from '../../../core/text/nearest.ts'

const candidates = ['title', 'summary', 'date', 'topics']

test.each([
  ['sumary', 'summary'],
  ['topcis', 'topics'],
  ['dat', 'date'],
  ['title', 'title'],
  ['titel', 'title'],
  ['adte', 'date'],
  ['weight', undefined],
  ['x'.repeat(41), undefined],
])('%s was probably meant to be %s', (word, candidate) => {
  expect(nearest(word, candidates)).toBe(candidate)
})

test('without candidates, none is nearest', () => {
  expect(nearest('title', [])).toBeUndefined()
})
