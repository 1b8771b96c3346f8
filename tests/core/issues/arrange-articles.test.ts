import { expect, test } from 'vitest'
import { arrangeArticles } from '../../../core/issues/arrange-articles.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

const topic = (slug: string) => ({ slug, name: slug })
const about = (id: string, ...topics: string[]) => sampleArticle(id, { topics: topics.map(topic) })

function arrange(articles: readonly ReturnType<typeof about>[], sections: readonly string[]) {
  const issue = sampleIssue(sampleSite(), articles)
  const { lead, sections: arranged } = arrangeArticles(issue.articles, sections.map(topic), ['de-AT', 'en'], 'More')
  return [lead?.id, ...arranged.map(({ title, articles: ids }) => [title, ids.map(({ id }) => id)])]
}

test('without configured topics, one section without a title follows the lead', () => {
  expect(arrange([about('a', 'x'), about('b', 'y'), about('c')], [])).toEqual(['a', ['', ['b', 'c']]])
})

test('an article is in the section of its first configured topic, and the rest comes last', () => {
  expect(
    arrange([about('a'), about('b', 'law', 'art'), about('c', 'sport'), about('d', 'law')], ['art', 'law']),
  ).toEqual(['a', ['Art', ['b']], ['Law', ['d']], ['More', ['c']]])
})

test('a section has its title in the language of the mail', () => {
  const { articles } = sampleIssue(sampleSite(), [about('a'), about('b', 'maps')])
  const sections = [{ slug: 'maps', name: { en: 'maps', de: 'karten' } }]
  const titleIn = (language: string) => arrangeArticles(articles, sections, [language, 'en'], 'More').sections[0]?.title
  expect(['de-AT', 'fr'].map(titleIn)).toEqual(['Karten', 'Maps'])
})

test('if no article belongs to a section, the rest has no title', () => {
  expect(arrange([about('a'), about('b')], ['art'])).toEqual(['a', ['', ['b']]])
})

test('a retracted article is not the lead', () => {
  const retracted = sampleArticle('r', { status: 'retracted' })
  expect(arrange([about('a'), retracted], [])).toEqual(['a', ['', ['r']]])
  expect(arrange([retracted], [])).toEqual([undefined, ['', ['r']]])
})
