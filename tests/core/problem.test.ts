import { expect, test } from 'vitest'
import { error, fewOfEach, mostOfRule, warning } from '../../core/problem.ts'

test('a problem has only the details that exist', () => {
  expect(warning('long-title', 'Too long.')).toEqual({ rule: 'long-title', severity: 'warning', message: 'Too long.' })
  expect(error('bad', 'Bad.', { line: 2, column: undefined, fix: 'Mend it.' })).toEqual({
    ...{ rule: 'bad', severity: 'error', line: 2, message: 'Bad.', fix: 'Mend it.' },
  })
})

test('only the first problems of a rule are kept, in their order, and other rules do not count', () => {
  const many = Array.from({ length: mostOfRule + 2 }, (_, line) => warning('a', `${line}`))
  const other = warning('b', 'other')
  expect(fewOfEach([...many, other])).toEqual([...many.slice(0, mostOfRule), other])
})
