import { expect, test } from 'vitest'
import { isHarmless, isSection, meaningOf, simpleName } from '../../../../core/reading/front-matter/field-names.ts'

test('case, hyphens, underscores and spaces make no difference in a name', () => {
  for (const name of ['publishDate', 'publish-date', 'publish_date', 'Publish Date']) {
    expect(simpleName(name)).toBe('publishdate')
  }
})

test.each([
  ['custom_excerpt', 'summary'],
  ['featureImage', 'image'],
  ['last_modified_at', 'updated'],
  ['canonicalURL', 'canonical'],
  ['Categories', 'topics'],
  ['byline', 'authors'],
  ['pubDate', 'date'],
  ['weight', undefined],
])('%s means %s', (name, meaning) => {
  expect(meaningOf(name)).toBe(meaning)
})

test('fields of other programs and sections are recognized', () => {
  expect(['layout', 'ShowToc', 'uuid', 'comment_id'].every(isHarmless)).toBe(true)
  expect(['params', 'taxonomies', 'extra'].every(isSection)).toBe(true)
  expect([isHarmless('sumary'), isSection('author')]).toEqual([false, false])
})
