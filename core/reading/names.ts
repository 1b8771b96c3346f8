import type { Publication } from '../publication.ts'
import { nameSlug } from '../text/slug.ts'
import type { Author, Topic } from './manuscript.ts'

/** As the publication's vocabulary spells it, or as it is written. */
export function topicOf(name: string, publication: Publication): Topic {
  const sought = name.toLowerCase()
  for (const entry of publication.topics) {
    const topic = typeof entry === 'string' ? { slug: nameSlug(entry), name: entry } : entry
    if (topic.name.toLowerCase() === sought || topic.slug === sought) return topic
  }
  return { slug: nameSlug(name), name }
}

export function authorOf(name: string): Author {
  return { slug: nameSlug(name), name }
}

/** Words of the longest topic that is looked for. */
const longestTopic = 6

/** Topics between which only spaces stand: phrases of the vocabulary are found first, each other word is a topic. */
export function splitByVocabulary(text: string, publication: Publication): readonly string[] {
  const words = text.split(/\s+/)
  const topics: string[] = []
  for (let index = 0; index < words.length; ) {
    const length = longestKnown(words.slice(index, index + longestTopic), publication)
    topics.push(words.slice(index, index + length).join(' '))
    index += length
  }
  return topics
}

function longestKnown(words: readonly string[], publication: Publication): number {
  for (let length = words.length; length > 1; length--) {
    if (isKnownTopic(words.slice(0, length).join(' '), publication)) return length
  }
  return 1
}

export function isKnownTopic(topic: string, publication: Publication): boolean {
  return publication.topics.some(
    (entry) => (typeof entry === 'string' ? entry : entry.name).toLowerCase() === topic.toLowerCase(),
  )
}
