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
  expect(readYaml('# a comment', 2)).toEqual({ fields: [], problems: [] })
})

test('null is empty unless it is quoted', () => {
  expect(values('a: null\nb: ~\nc:\nd: "null"\ne: [Null, x]')).toEqual({ a: '', b: '', c: '', d: 'null', e: ['', 'x'] })
})

test('aliases and merged mappings are resolved', () => {
  expect(values('a: &x [1, 2]\nb: *x\nc: *unknown')).toEqual({ a: ['1', '2'], b: ['1', '2'], c: '*unknown' })
  expect(values('a: &x { b: 1, c: 2 }\n<<: *x\nb: 3')).toEqual({ a: { b: '1', c: '2' }, b: '3', c: '2' })
})

test('aliases of aliases are refused when they grow too large', () => {
  const levels = Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`)
  expect(readYaml(`l0: &l0 [x]\n${levels.join('\n')}`, 2).problems).toMatchObject([
    { rule: 'invalid-front-matter', line: 6, severity: 'error' },
    ...Array(5).fill({ rule: 'invalid-front-matter' }),
  ])
})

test('the entries of a section have lines of their own', () => {
  expect(readYaml('params:\n  # a comment\n  private: true', 2).fields).toEqual([
    { name: 'private', value: 'true', section: 'params', line: 4, column: 3 },
  ])
})
