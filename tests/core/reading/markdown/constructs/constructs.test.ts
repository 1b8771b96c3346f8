import { expect, test } from 'vitest'
import { bodyOf, feedOf, problemsOf } from '../feed-of.ts'

test('constructs in tables, headings, lists, notes and alt texts are found', () => {
  const text =
    '## A {{ a }}\n\n- b {{ b }}\n\n| c |\n|---|\n| {{ c }} |\n\nd[^1] ![e {{ e }}](e.png)\n\n[^1]: n {{ n }}'
  expect(bodyOf(text).text).not.toContain('{{')
  expect(problemsOf(text).map(({ rule, line }) => `${rule} ${line}`)).toEqual(
    ['6', '8', '12', '14', '16'].map((line) => `template-code ${line}`),
  )
})

test('a receipt names at most five of each kind', () => {
  expect(problemsOf('{{ a }}\n\n'.repeat(8))).toHaveLength(5)
})

test('a paragraph of which nothing is left disappears', () => {
  expect(feedOf('a\n\n{% include x %}\n{% include y %}\n\nb').replaceAll(/\n+/g, '')).toBe('<p>a</p><p>b</p>')
})
