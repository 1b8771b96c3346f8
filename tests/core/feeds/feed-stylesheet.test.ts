import { expect, test } from 'vitest'
import { feedStylesheet } from '../../../core/feeds/feed-stylesheet.ts'
import { site } from './samples.ts'

test('the note in the style sheet is in the language of the publication, and the name of the file depends on it', () => {
  const english = feedStylesheet(site.publication)
  const german = feedStylesheet({ ...site.publication, language: 'de' })
  expect(english.path).toMatch(/^feed\.[0-9a-f]{12}\.css$/)
  expect(german.path).not.toBe(english.path)
  expect(english.body + german.body).not.toContain('FEED_NOTE')
})
