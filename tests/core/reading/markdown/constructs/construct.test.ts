import { expect, test } from 'vitest'
import { constructProblem, leftOut, searchIn } from '../../../../../core/reading/markdown/constructs/construct.ts'

test('a search finds the next closer that is near', () => {
  const find = searchIn(`}} a }} ${'b'.repeat(4000)} }}`)
  expect([find('}}', 0), find('}}', 1), find('}}', 3), find('}}', 6), find('}}', 0), find('%}', 0)]).toEqual([
    0, 5, 5, -1, 0, -1,
  ])
})

test('a problem quotes the construct on one line', () => {
  expect(constructProblem('mdx', `<A\n  b={1} ${'c'.repeat(100)}`, leftOut, 3)).toMatchObject({
    rule: 'mdx',
    line: 3,
    message: expect.stringMatching(/^"<A b=\{1\}.*…?" is code of MDX; it was left out\.$/),
  })
})
