import type { Publication } from '../publication.ts'
import { nameSlug } from '../text/slug.ts'
import type { Topic } from './manuscript.ts'

/** Finds a topic of the publication by its name or slug. Any other name becomes a topic of its own. */
export function topicOf(name: string, publication: Publication): Topic {
  const lowerCase = name.toLowerCase()
  for (const entry of publication.topics) {
    const topic = typeof entry === 'string' ? { slug: nameSlug(entry), name: entry } : entry
    if (topic.name.toLowerCase() === lowerCase || topic.slug === lowerCase) return topic
  }
  return { slug: nameSlug(name), name }
}

/** Words of a topic; longer ones are not found in a text. */
const longestTopic = 6

/** Splits topics that have only spaces between them: at phrases of the vocabulary, and at each other word. */
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

/** Counts the words of the longest topic of the vocabulary at the start of `words`; 1 if there is none. */
function longestTopicLength(words: readonly string[], publication: Publication): number {
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
