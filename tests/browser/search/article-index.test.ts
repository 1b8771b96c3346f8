import { expect, test } from 'vitest'
import { createIndex } from '../../../browser/search/article-index.ts'
import type { SearchEntry } from '../../../core/pages/search-month.ts'

const entry = (title: string, more: Partial<SearchEntry> = {}): SearchEntry => {
  return { href: `/articles/${title}/`, title, summary: '', names: [], day: '2026-10-20', direction: 'ltr', ...more }
}

const index = createIndex('en')
index.add([
  entry('Die Schneepost von Obertal', { summary: 'Wenn der Pass geschlossen ist, kommt die Post zu Fuß.' }),
  entry('بَريد الصحراء يصل متأخراً', { language: 'ar', direction: 'rtl' }),
  entry('郵便局の猫', { summary: '駅前の郵便局には猫がいる。', language: 'ja' }),
  entry('A map that lies', { names: ['postal history', 'Wen Aldous'] }),
  entry('Café society', { names: ['letters'] }),
  entry('Letters', { summary: 'About a map.' }),
])
const titles = (query: string) => index.find(query).map(({ title }) => title)

test.each([
  ['case is ignored', 'SCHNEEPOST', ['Die Schneepost von Obertal']],
  ['accents in titles are ignored', 'cafe', ['Café society']],
  ['accents in the query are ignored', 'càfé', ['Café society']],
  ['ß equals ss', 'fuss', ['Die Schneepost von Obertal']],
  ['Arabic vowel signs are ignored', 'بريد', ['بَريد الصحراء يصل متأخراً']],
  ['words in scripts without spaces match', '猫', ['郵便局の猫']],
  ['topics and authors are searched', 'history aldous', ['A map that lies']],
  ['the beginning of a word matches', 'obert', ['Die Schneepost von Obertal']],
  ['a word with a typing error matches', 'Scneepost', ['Die Schneepost von Obertal']],
  ['every word must match', 'map schneepost', []],
  ['a title counts more than a summary', 'map', ['A map that lies', 'Letters']],
  ['punctuation finds nothing', '?!', []],
])('%s: the query %j', (_fact, query, expected) => {
  expect(titles(query)).toEqual(expected)
})

test('an article that is in two months, because its date changed meanwhile, is a result once', () => {
  index.add([entry('A map that lies')])
  expect(titles('lies')).toEqual(['A map that lies'])
})
