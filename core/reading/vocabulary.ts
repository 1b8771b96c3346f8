import type { Publication } from '../publication.ts'
import { nameSlug } from '../text/slug.ts'
import type { Topic } from './manuscript.ts'

/** Returns the publication's topic with this name or slug. Any other name becomes a new topic. */
export function topicOf(name: string, publication: Publication): Topic {
  const lowerCase = name.toLowerCase()
  for (const entry of publication.topics) {
    const topic = typeof entry === 'string' ? { slug: nameSlug(entry), name: entry } : entry
    if (topic.name.toLowerCase() === lowerCase || topic.slug === lowerCase) return topic
  }
  return { slug: nameSlug(name), name }
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
  return publication.topics.some(
    (entry) => (typeof entry === 'string' ? entry : entry.name).toLowerCase() === topic.toLowerCase(),
  )
}
