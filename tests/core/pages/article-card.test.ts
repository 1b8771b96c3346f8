import { expect, test } from 'vitest'
import { articleCard } from '../../../core/pages/article-card.ts'
import { arabic, corrected, site } from '../feeds/samples.ts'

test('a card links to the article, its topics and its authors', () => {
  expect(articleCard(site, corrected.article)).toMatchObject({
    href: '/articles/templates/',
    topics: [{ name: 'C++', href: '/topics/c-plus-plus/' }],
    authors: [
      { name: 'Bob & Sons', href: '/authors/bob/' },
      { name: 'Eve', href: '/authors/eve/' },
    ],
    image: { url: 'https://images.example.com/a.jpg?w=1&h=2', alt: 'A "vector"', width: 1200, height: 800 },
  })
})

test('a card has the language and the text direction of its article', () => {
  expect(articleCard(site, arabic.article)).toMatchObject({
    href: '/articles/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7/',
    language: 'ar',
    direction: 'rtl',
    image: undefined,
  })
})
