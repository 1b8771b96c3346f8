import { expect, test } from 'vitest'
import { readToml } from '../../../../core/reading/front-matter/read-toml.ts'

test('values become texts, and sections of fields are read', () => {
  const { fields, problems } = readToml(
    'title = "T"\ndate = 2026-01-02T10:00:00Z\nday = 2026-01-02\ndraft = false\nn = 3\n[taxonomies]\n tags = ["a", "b"]',
    2,
  )
  expect(problems).toEqual([])
  expect(fields).toEqual([
    { name: 'title', value: 'T', line: 2 },
    { name: 'date', value: '2026-01-02T10:00:00.000Z', line: 3 },
    { name: 'day', value: '2026-01-02', line: 4 },
    { name: 'draft', value: 'false', line: 5 },
    { name: 'n', value: '3', line: 6 },
    { name: 'tags', value: ['a', 'b'], section: 'taxonomies', line: 8 },
  ])
})

test('a mistake is one problem with its line and column', () => {
  expect(readToml('title = "T"\ndate = soon', 2)).toMatchObject({
    fields: [],
    problems: [{ rule: 'invalid-front-matter', severity: 'error', line: 3, column: 8 }],
  })
})

test('deep nesting and dangerous names are harmless', () => {
  expect(readToml(`a = ${'['.repeat(500)}${']'.repeat(500)}`, 2).problems).toHaveLength(1)
  expect(readToml(`${'a.'.repeat(10_000)}b = 1`, 2)).toMatchObject({
    fields: [],
    problems: [{ rule: 'invalid-front-matter', message: expect.stringContaining('too deeply nested') }],
  })
  readToml('__proto__ = "x"\n[constructor]\na = 1', 2)
  expect(({} as { x?: string }).x).toBeUndefined()
})
