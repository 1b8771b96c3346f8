import { expect, test } from 'vitest'
import {
  findSameTopics,
  isKnownTopic,
  splitByVocabulary,
  topicName,
  topicOf,
} from '../../../core/reading/vocabulary.ts'
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

test('a topic with the address of one in the vocabulary is that topic', () => {
  expect(topicOf('Postal-history', publication)).toEqual({ name: 'postal history', slug: 'postal-history' })
  expect(topicOf('#rail', publication)).toEqual({ name: 'rail', slug: 'rail' })
})

test('topics of publication.json with the same address are mistakes', () => {
  expect(findSameTopics(publication)).toEqual([])
  const topics = ['Résumé', 'C', 'C#', 'Resume', { slug: 'c', name: 'Charts' }]
  expect(findSameTopics({ ...publication, topics })).toEqual([
    expect.stringMatching(/^topics\.3: "Resume" has the same address as "Résumé"; /),
    expect.stringMatching(/^topics\.4: "Charts" has the same address as "C"; /),
  ])
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

test('a topic is known by its names in all languages, and has its name in that of the publication', () => {
  const topics = [{ slug: 'maps', name: { de: 'Alte Karten', en: 'old maps' } }]
  const translated = { ...publication, language: 'en-GB', topics }
  expect(topicOf('ALTE KARTEN', translated)).toEqual({ slug: 'maps', name: 'old maps' })
  expect(splitByVocabulary('alte Karten Post', translated)).toEqual(['alte Karten', 'Post'])
  expect(topicName({ slug: 'maps', name: 'old maps' }, translated, 'de-CH')).toBe('Alte Karten')
  expect(topicName({ slug: 'post', name: 'Post' }, translated, 'de-CH')).toBe('Post')
})
