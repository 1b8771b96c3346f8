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
  ['Case does not count', 'SCHNEEPOST', ['Die Schneepost von Obertal']],
  ['accents do not count', 'cafe', ['Café society']],
  ['nor does it count that they were typed', 'càfé', ['Café society']],
  ['sharp s is ss', 'fuss', ['Die Schneepost von Obertal']],
  ['vowel signs do not count', 'بريد', ['بَريد الصحراء يصل متأخراً']],
  ['words are found in scripts without spaces', '猫', ['郵便局の猫']],
  ['topics and authors are searched', 'history aldous', ['A map that lies']],
  ['the beginning of a word finds it', 'obert', ['Die Schneepost von Obertal']],
  ['a slip of the finger is forgiven', 'Scneepost', ['Die Schneepost von Obertal']],
  ['every word must be found', 'map schneepost', []],
  ['a title counts more than a summary', 'map', ['A map that lies', 'Letters']],
  ['punctuation finds nothing', '?!', []],
])('%s: %s', (_fact, query, found) => {
  expect(titles(query)).toEqual(found)
})

test('an article that comes twice, as it moved to another month meanwhile, is found once', () => {
  index.add([entry('A map that lies')])
  expect(titles('lies')).toEqual(['A map that lies'])
})
