import type { Publication } from '../../publication.ts'
import { isKnownTopic, splitByVocabulary } from '../vocabulary.ts'
import { type ArchiveLine, endsSentence } from './lines.ts'

type Lines = readonly ArchiveLine[]

export type TopicsBlock = {
  readonly topics: readonly string[]
  /** The index of the first line with topics; the number of lines if there are no topics. */
  readonly start: number
}

const label =
  /^(?:(?:(?:article|story|related) )?(?:topics?|tags?|categor(?:y|ies)|keywords?|subjects?|sections?|labels?)(?:\s*:\s*|$)|(?:tagged|filed (?:under|in)|posted (?:under|in))(?: (?:with|as|in))?(?:\s*:\s*|\s+))/i
const listSeparator = /\s*[,;|·•]\s*/
/** Words that occur in sentences. Such a word alone is not a topic. */
const functionWords =
  /^(a|an|and|are|as|at|be|by|for|from|had|has|have|he|her|his|i|in|is|it|its|more|no|not|of|on|or|our|she|so|than|that|the|their|they|this|to|us|was|we|were|will|with|you|your|ends?|-30-|###)$/i
const word = /^[.#]?[\p{L}\p{N}][\p{L}\p{M}\p{N}&’'.+#/-]*$/u

/** Returns true for a line that begins with a label such as "Tags:" or "Filed under". */
export function isTopicsLabel(text: string): boolean {
  const mark = label.exec(text)?.[0]
  // "Posted in Leeds, the letter took a week." is a sentence.
  return mark !== undefined && (mark.includes(':') || !endsSentence(text))
}

/** Reads the topics in the last one or two lines above the footer. If the page has empty lines, topics are a whole block. */
export function readTopicsBlock(lines: Lines, aboveFooter: boolean, publication: Publication): TopicsBlock {
  const none = { topics: [], start: lines.length }
  const hasGaps = lines.some((line, index) => index > 0 && line.gap > 0)
  const start = hasGaps ? lines.findLastIndex((line) => line.gap > 0) : lines.length - 1
  const block = start <= 0 ? [] : lines.slice(start)
  const labelIndex = lines.findLastIndex((line) => isTopicsLabel(line.text))
  if (labelIndex > 0 && labelIndex >= lines.length - 2) {
    return { topics: splitTopics(lines.slice(labelIndex), publication), start: labelIndex }
  }
  if (block.length === 0 || block.length > 2) return none
  const text = joinTopicLines(block)
  const topics = splitTopics(block, publication)
  const familiar = topics.filter((topic) => isKnownTopic(topic, publication)).length
  const isEvident =
    aboveFooter || (block[0]?.gap ?? 0) >= 2 || familiar === topics.length || (familiar > 0 && listSeparator.test(text))
  return isEvident && looksLikeTopics(text, topics, familiar) ? { topics, start } : none
}

/** Splits lines at separators. Without separators, topics of the vocabulary stay whole and any other word is a topic. */
export function splitTopics(lines: Lines, publication: Publication): readonly string[] {
  const text = joinTopicLines(lines)
  const parts = listSeparator.test(text) ? text.split(listSeparator) : splitByVocabulary(text, publication)
  return parts.map((part) => part.replace(/^#/, '').trim()).filter((part) => part !== '')
}

function joinTopicLines(lines: Lines): string {
  const texts = lines.map((line) => line.text.replaceAll('\u00A0', ' ').replace(label, ''))
  const separator = texts.some((text) => listSeparator.test(text)) && !/[,;|·•]$/.test(texts[0] ?? '') ? ', ' : ' '
  return texts.join(separator)
}

/** @param familiar number of topics that are in the vocabulary */
function looksLikeTopics(text: string, topics: readonly string[], familiar: number): boolean {
  if (topics.length > 15 || text.length > 200) return false
  if (familiar === topics.length) return true
  if (endsSentence(text) || /^[-*•–]\s/.test(text)) return false
  return topics.every((topic) => {
    const words = topic.split(' ')
    return (
      words.length <= 4 && words.every((part) => word.test(part)) && !(words.length === 1 && functionWords.test(topic))
    )
  })
}
