import { expect, test } from 'vitest'
import { readYaml } from '../../../../core/reading/front-matter/read-yaml.ts'
import { isSuspicious, repairYaml } from '../../../../core/reading/front-matter/repair-yaml.ts'

const values = (yaml: string) => Object.fromEntries(readYaml(yaml, 2).fields.map(({ name, value }) => [name, value]))

test.each<[string, Record<string, unknown>]>([
  ['title: "Five\nlamps"\ndate: x', { title: 'Five lamps', date: 'x' }],
  ["title: 'Five\nthe clerk''s: lamps'\ndate: x", { title: "Five the clerk's: lamps", date: 'x' }],
  ['tags:\n  - "a\nb"\n  - c', { tags: ['a b', 'c'] }],
  ['tags: [a,\nb]\ndate: x', { tags: ['a', 'b'], date: 'x' }],
  ['title: Letters: a history', { title: 'Letters: a history' }],
  ['title: Letters: # a comment', { title: 'Letters:' }],
  ['title: “Letters: a history”', { title: 'Letters: a history' }],
  ['title: [Update] Letters', { title: '[Update] Letters' }],
  ['title: @ada', { title: '@ada' }],
  ['title: `code`', { title: '`code`' }],
  ['title: % of letters', { title: '% of letters' }],
  ['title: *Wow*, letters', { title: '*Wow*, letters' }],
  ['title: !important notice', { title: '!important notice' }],
  ['title: {{ page.title }}', { title: '{{ page.title }}' }],
  ['title: - dashed', { title: '- dashed' }],
  ['title: > quoted', { title: '> quoted' }],
  ["title: 'It's here'", { title: "It's here" }],
  ['title: "A "great" lamp"', { title: 'A "great" lamp' }],
  ['title: "C:\\Users\\ada"', { title: 'C:\\Users\\ada' }],
  ['title: "Lamps",\ndate: x', { title: 'Lamps', date: 'x' }],
  ['title: Letters #5\ntags: #draft', { title: 'Letters #5', tags: '#draft' }],
  ['title: &amp; Wells', { title: '&amp; Wells' }],
  ['title: &#8220;Bath&#8221; &#x26; Wells', { title: '&#8220;Bath&#8221; &#x26; Wells' }],
  ['title:Lamps\ndate: x', { title: 'Lamps', date: 'x' }],
  ['title:\tLamps\ntags:\n\t- a\n\t- b\t', { title: 'Lamps', tags: ['a', 'b'] }],
  ['tags:\n\u00A0\u00A0- a', { tags: ['a'] }],
  ['tags: [@ada, #draft, C#]', { tags: ['@ada', '#draft', 'C#'] }],
  ['title: |\n  Not: "repaired\n  - lines\ndate: @x', { title: 'Not: "repaired\n- lines\n', date: '@x' }],
])('%j is read as it was meant', (yaml, expected) => {
  expect(values(yaml)).toEqual(expected)
})

test('lines keep their numbers', () => {
  const yaml = 'title: "Five\nlamps"\ntags: [a,\nb]\nsummary: x: y'
  expect(repairYaml(yaml).text.split('\n')).toHaveLength(5)
  expect(readYaml(yaml, 2).fields.map(({ line }) => line)).toEqual([2, 4, 6])
})

test.each([
  ['title: T\nsummary: "open\ndate: x', 'quotation mark', 1],
  ['title: T\ntags: [a, b\ndate: x', 'bracket', 1],
])('the line of a sign that is never closed is found: %j', (yaml, mark, line) => {
  expect(repairYaml(yaml).unclosed).toEqual({ mark, line })
})

test('ordinary YAML is not suspicious', () => {
  expect(isSuspicious('title: "T" # comment\ntags: [C#, b]\nurl: /a#b')).toBe(false)
})

test.each([
  ['open quotes', 'a: "\n'.repeat(6000)],
  ['open brackets', 'a: [\n'.repeat(6000)],
  ['block scalars', 'a: |\n'.repeat(6000)],
  ['hyphens', '- '.repeat(15_000)],
  ['spaces', `a:${' '.repeat(30_000)}b:`],
])('a bomb of %s takes little CPU time', (_, yaml) => {
  const before = process.cpuUsage()
  repairYaml(yaml)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(2)
})
