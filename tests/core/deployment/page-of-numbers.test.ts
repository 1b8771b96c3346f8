import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Place } from '../../../core/deployment/deployment.ts'
import { messagesPerPage } from '../../../core/deployment/limits.ts'
import { pageOfNumbers } from '../../../core/deployment/page-of-numbers.ts'

test('a page contains the numbers of several series, and leads to what comes after them', () => {
  const series = [
    { name: 'a', count: 2 },
    { name: 'b', count: 0 },
    { name: 'c', count: 1 },
  ]
  expect(pageOfNumbers(series, {}, { after: 'c' })).toEqual({
    numbers: [
      { name: 'a', number: 1 },
      { name: 'a', number: 2 },
      { name: 'c', number: 1 },
    ],
    next: { after: 'c' },
  })
})

test('a long series continues on the next page', () => {
  const series = [{ name: 'a', count: messagesPerPage + 1 }]
  const { numbers, next } = pageOfNumbers(series, {})
  expect(numbers).toHaveLength(messagesPerPage)
  expect(next).toEqual({ after: 'a', number: messagesPerPage })
  expect(pageOfNumbers(series, { after: 'a', number: messagesPerPage })).toEqual({
    numbers: [{ name: 'a', number: messagesPerPage + 1 }],
    next: undefined,
  })
})

test('the pages together contain every number once, and none is too large', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 * messagesPerPage), { maxLength: 6 }), (counts) => {
      const series = counts.map((count, index) => ({ name: `s${index}`, count }))
      const all: string[] = []
      const takeFrom = (place: Pick<Place, 'after' | 'number'>): void => {
        const first = Math.max(
          0,
          series.findIndex(({ name }) => name === place.after),
        )
        const { numbers, next } = pageOfNumbers(series.slice(first), place)
        expect(numbers.length).toBeLessThanOrEqual(messagesPerPage)
        all.push(...numbers.map(({ name, number }) => `${name} ${number}`))
        if (next) takeFrom(next)
      }
      takeFrom({})
      expect(all).toEqual(
        series.flatMap(({ name, count }) => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)),
      )
    }),
    { numRuns: 50 },
  )
})
