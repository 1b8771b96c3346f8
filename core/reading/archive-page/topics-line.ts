import type { Publication } from '../../publication.ts'
import { isKnownTopic, splitByVocabulary } from '../names.ts'
import { type ArchiveLine, endsSentence } from './lines.ts'

type Lines = readonly ArchiveLine[]

export type TopicsBlock = {
  readonly topics: readonly string[]
  /** The index of its first line; the number of lines if there is none. */
  readonly start: number
}

const label =
  /^(?:(?:(?:article|story|related) )?(?:topics?|tags?|categor(?:y|ies)|keywords?|subjects?|sections?|labels?)(?:\s*:\s*|$)|(?:tagged|filed (?:under|in)|posted (?:under|in))(?: (?:with|as|in))?(?:\s*:\s*|\s+))/i
const listSeparator = /\s*[,;|·•]\s*/
/** Words of sentences, which no topic of a single word is. */
const functionWords =
  /^(a|an|and|are|as|at|be|by|for|from|had|has|have|he|her|his|i|in|is|it|its|more|no|not|of|on|or|our|she|so|than|that|the|their|they|this|to|us|was|we|were|will|with|you|your|ends?|-30-|###)$/i
const word = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}&’'.+#/-]*$/u

export function isTopicsLabel(text: string): boolean {
  const mark = label.exec(text)?.[0]
  // "Posted in Leeds, the letter took a week."
  return mark !== undefined && (mark.includes(':') || !endsSentence(text))
}

/** Topics stand in the last one or two lines above the footer: in a block of their own, if the page has empty lines. */
export function readTopicsBlock(lines: Lines, aboveFooter: boolean, publication: Publication): TopicsBlock {
  const none = { topics: [], start: lines.length }
  const spaced = lines.some((line, index) => index > 0 && line.gap > 0)
  const start = spaced ? lines.findLastIndex((line) => line.gap > 0) : lines.length - 1
  const block = start <= 0 ? [] : lines.slice(start)
  const labelled = lines.findLastIndex((line) => isTopicsLabel(line.text))
  if (labelled > 0 && labelled >= lines.length - 2) {
    return { topics: splitTopics(lines.slice(labelled), publication), start: labelled }
  }
  if (block.length === 0 || block.length > 2) return none
  const text = joinTopicLines(block)
  const topics = splitTopics(block, publication)
  const known = topics.filter((topic) => isKnownTopic(topic, publication)).length
  const evident =
    aboveFooter || (block[0]?.gap ?? 0) >= 2 || known === topics.length || (known > 0 && listSeparator.test(text))
  return evident && looksLikeTopics(text, topics, known) ? { topics, start } : none
}

function joinTopicLines(lines: Lines): string {
  const texts = lines.map((line) => line.text.replaceAll('\u00A0', ' ').replace(label, ''))
  const separator = texts.some((text) => listSeparator.test(text)) && !/[,;|·•]$/.test(texts[0] ?? '') ? ', ' : ' '
  return texts.join(separator)
}

/** A list has separators; without them, phrases of the vocabulary are found first and each other word is a topic. */
export function splitTopics(lines: Lines, publication: Publication): readonly string[] {
  const text = joinTopicLines(lines)
  const parts = listSeparator.test(text) ? text.split(listSeparator) : splitByVocabulary(text, publication)
  return parts.map((part) => part.replace(/^#/, '').trim()).filter((part) => part !== '')
}

function looksLikeTopics(text: string, topics: readonly string[], known: number): boolean {
  if (topics.length > 15 || text.length > 200) return false
  if (known === topics.length) return true
  if (endsSentence(text) || /^[-*•–]\s/.test(text)) return false
  return topics.every((topic) => {
    const words = topic.split(' ')
    return (
      words.length <= 4 && words.every((part) => word.test(part)) && !(words.length === 1 && functionWords.test(topic))
    )
  })
}
