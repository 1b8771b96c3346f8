import type { Publication } from '../publication.ts'
import { nameSlug } from '../text/slug.ts'
import { allTranslations, translate } from '../translated-text.ts'
import type { Topic } from './manuscript.ts'

/** Returns the publication's topic with this name or slug. Any other name becomes a new topic, without the `#` of a hashtag. */
export function topicOf(text: string, publication: Publication): Topic {
  const name = text.replace(/^#(?=\p{L})/u, '')
  const lowerCase = name.toLowerCase()
  const slug = nameSlug(name)
  for (const entry of publication.topics) {
    const topic = configuredTopic(entry, publication)
    const isNamed = namesOf(entry).some((each) => each.toLowerCase() === lowerCase)
    if (isNamed || topic.slug === lowerCase || topic.slug === slug) return topic
  }
  return { slug, name }
}

/** Returns the name of a topic in a language, if publication.json has a translation, or else its usual name. */
export function topicName({ slug, name }: Topic, { topics, language }: Publication, reader: string): string {
  const entry = topics.find((each) => typeof each === 'object' && each.slug === slug)
  return typeof entry === 'object' ? translate(entry.name, reader, language) : name
}

/** Returns the topics of publication.json. */
export function configuredTopics(publication: Publication): readonly Topic[] {
  return publication.topics.map((entry) => configuredTopic(entry, publication))
}

type Entry = Publication['topics'][number]

/** A topic has its name in the language of the publication. */
function configuredTopic(entry: Entry, { language }: Pick<Publication, 'language'>): Topic {
  if (typeof entry === 'string') return { slug: nameSlug(entry), name: entry }
  return { slug: entry.slug, name: translate(entry.name, language) }
}

/** Returns the names of a topic in all languages: articles may use any of them. */
function namesOf(entry: Entry): readonly string[] {
  return typeof entry === 'string' ? [entry] : allTranslations(entry.name)
}

/** Describes the topics of publication.json that would share a page and feeds with another one. */
export function findSameTopics(publication: Publication): readonly string[] {
  const bySlug = new Map<string, string>()
  return configuredTopics(publication).flatMap(({ slug, name }, index) => {
    const other = bySlug.get(slug)
    if (other === undefined) bySlug.set(slug, name)
    const fix = 'remove one of them, or give it another address: { "slug": "…", "name": "…" }'
    return other === undefined ? [] : [`topics.${index}: "${name}" has the same address as "${other}"; ${fix}`]
  })
}

/** Words. Longer topics are not recognized in a line of topics. */
const longestTopic = 6

/** Splits topics that are separated only by spaces: phrases of the vocabulary stay whole, any other word is a topic. */
export function splitByVocabulary(text: string, publication: Publication): readonly string[] {
  const words = text.split(/\s+/)
  const topics: string[] = []
  for (let index = 0; index < words.length; ) {
    const length = longestTopicLength(words.slice(index, index + longestTopic), publication)
    topics.push(words.slice(index, index + length).join(' '))
    index += length
  }
  return topics
}

/** Returns the number of words of the longest topic of the vocabulary at the start of `words`; 1 if there is none. */
function longestTopicLength(words: readonly string[], publication: Publication): number {
  for (let length = words.length; length > 1; length--) {
    if (isKnownTopic(words.slice(0, length).join(' '), publication)) return length
  }
  return 1
}

export function isKnownTopic(topic: string, publication: Publication): boolean {
  const lowerCase = topic.toLowerCase()
  return publication.topics.some((entry) => namesOf(entry).some((name) => name.toLowerCase() === lowerCase))
}
