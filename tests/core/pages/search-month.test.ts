import { expect, test } from 'vitest'
import { renderSearchMonth } from '../../../core/pages/search-month.ts'
import { arabic, corrected, site } from '../feeds/samples.ts'

test('an entry has the fields that the search uses or shows, and a language only if it differs from the publication’s', () => {
  const { path, body } = renderSearchMonth(site, '2026-02', [corrected.article, arabic.article])
  expect(path).toBe('search/2026-02.json')
  expect(JSON.parse(body)).toEqual([
    {
      href: '/articles/templates/',
      title: 'Generics in C++: <vector> & "friends"',
      summary: 'Why 1 < 2 && 3 > 2, explained.',
      names: ['C++', 'Bob & Sons', 'Eve'],
      day: '2026-02-02',
      direction: 'ltr',
    },
    {
      href: '/articles/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7/',
      title: 'مرحبا بالعالم',
      summary: 'أهلا وسهلا.',
      names: ['Asia'],
      day: '2014-05-01',
      language: 'ar',
      direction: 'rtl',
    },
  ])
})
