import { expect, test } from 'vitest'
import { isKnownTopic, splitByVocabulary, topicOf } from '../../../core/reading/vocabulary.ts'
import { publication } from './sample.ts'

test('a topic of the vocabulary keeps its spelling and its slug', () => {
  expect(topicOf('ASIA', publication)).toEqual({ name: 'Asia', slug: 'asia' })
  expect(topicOf('Security', publication)).toEqual({ name: 'security', slug: 'safety' })
  expect(topicOf('safety', publication)).toEqual({ name: 'security', slug: 'safety' })
})

test('any other topic gets a slug from its name, in any script', () => {
  expect(topicOf('Rural Post', publication)).toEqual({ name: 'Rural Post', slug: 'rural-post' })
  expect(topicOf('郵便', publication).slug).toMatch(/^n-[0-9a-f]{8}$/)
})

test('topics without separators are split at the longest phrases of the vocabulary', () => {
  expect(splitByVocabulary('asia data centres rail postal history', publication)).toEqual([
    ...['asia', 'data centres', 'rail', 'postal history'],
  ])
})

test('case does not matter', () => {
  expect(['Data Centres', 'SECURITY', 'rail'].map((topic) => isKnownTopic(topic, publication))).toEqual([
    true,
    true,
    false,
  ])
})
