import { expect, test } from 'vitest'
import { readYaml } from '../../../../core/reading/front-matter/read-yaml.ts'

const values = (yaml: string) => Object.fromEntries(readYaml(yaml, 2).fields.map(({ name, value }) => [name, value]))

test('values are not converted, lists and flat mappings are read', () => {
  expect(
    values('draft: no\nnumber: 012\ndate: 2015-08-12\ntopics: [rail, "night mail"]\nimage: {url: a.png, alt: A}'),
  ).toEqual({
    ...{ draft: 'no', number: '012', date: '2015-08-12', topics: ['rail', 'night mail'] },
    image: { url: 'a.png', alt: 'A' },
  })
})

test('a field has its line and column in the file', () => {
  expect(readYaml('title: T\n  \nslug: s', 2).fields).toMatchObject([
    { name: 'title', line: 2, column: 1 },
    { name: 'slug', line: 4, column: 1 },
  ])
})

test.each(['title: "T', 'title: T\n\tslug: s', 'a: 1\na: 2'])('%j is one problem with a line', (yaml) => {
  const { fields, problems } = readYaml(yaml, 2)
  expect(fields).toEqual([])
  expect(problems).toMatchObject([{ severity: 'error', line: expect.any(Number) }])
})

test('text that is no mapping is a problem, and nothing at all is none', () => {
  expect(readYaml('only words', 2)).toMatchObject({ fields: [], problems: [{ severity: 'error' }] })
  expect(readYaml('', 2)).toEqual({ fields: [], problems: [] })
})

test('an alias is not expanded', () => {
  expect(readYaml('a: &x [1, 2]\nb: [*x, *x]', 2).problems).toHaveLength(1)
})
