import { isDigestName, isLanguage, isTimeZone } from '../../configured-names.ts'
import type { DigestName, Publication } from '../../publication.ts'
import { isKnownTopic, topicOf } from '../../reading/vocabulary.ts'
import { supportedLanguage } from '../../text/locales.ts'
import { emailFieldMaximum, languageTagMaximum, topicsMaximum } from '../limits.ts'
import type { Choices } from '../subscriber.ts'

/** The fields of a form or of a JSON object, by the same names. Only the address is required. */
export type VisitorRequest = {
  readonly email: string
  readonly name?: string | undefined
  readonly digest?: string | undefined
  /** A repeated field is a list. */
  readonly topics?: string | readonly string[] | undefined
  readonly timeZone?: string | undefined
  readonly language?: string | undefined
  /** The honeypot: people do not see this field. */
  readonly website?: string | undefined
  /** Milliseconds that the form was open, if the browser counted them. */
  readonly elapsed?: string | undefined
  /** The text that they agree to, from the form. */
  readonly consent?: string | undefined
  /** The proof of work. */
  readonly stamp?: string | undefined
}

/** The fields of the form with which a subscriber changes their choices. */
export const choiceNames = ['name', 'digest', 'topics', 'language', 'timeZone', 'pausedUntil'] as const

/**
 * Returns undefined if the fields contain no address. A choice of another type becomes a text that names nothing, so
 * that it is reported; any other field of another type counts as absent.
 */
export function readVisitorRequest(fields: unknown): VisitorRequest | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined
  // Without zod, which would lengthen the cold start that a visitor waits for.
  const request = fields as Readonly<Record<string, unknown>> // any property of an object is unknown
  const { email, name, digest, topics, timeZone, language, website, elapsed, consent, stamp } = request
  if (typeof email !== 'string' || email.length > emailFieldMaximum) return undefined
  return {
    email,
    name: textOf(name),
    digest: choiceOf(digest),
    topics: Array.isArray(topics) && topics.every((topic) => typeof topic === 'string') ? topics : choiceOf(topics),
    timeZone: choiceOf(timeZone),
    language: choiceOf(language),
    website: textOf(website),
    elapsed: textOf(elapsed),
    consent: textOf(consent),
    stamp: textOf(stamp),
  }
}

function textOf(field: unknown): string | undefined {
  return typeof field === 'string' ? field : undefined
}

function choiceOf(field: unknown): string | undefined {
  return typeof field === 'string' || field === undefined || field === null ? textOf(field) : JSON.stringify(field)
}

/** Returns the slugs of the topics that a visitor asks for. @param fields undefined if they could not be read */
export function requestedTopics(
  fields: Readonly<Record<string, unknown>> | undefined,
  publication: Publication,
): readonly string[] {
  return readTopics(readVisitorRequest({ ...fields, email: '' })?.topics, publication)
}

/** Whether a request names more topics than a subscriber can have. Those beyond `topicsMaximum` are not read. */
export function hasTooManyTopics({ topics }: Pick<Partial<VisitorRequest>, 'topics'>): boolean {
  return allTopicNames(topics).length > topicsMaximum
}

/**
 * Reads what a subscriber chooses. The publication's defaults replace what is absent, unknown or not configured.
 *
 * @param defaultLanguage for requests that name none
 */
export function readChoices(
  fields: Partial<VisitorRequest>,
  publication: Publication,
  defaultLanguage = publication.language,
): Choices {
  return {
    digest: readDigest(fields.digest, publication) ?? defaultDigest(publication),
    topics: readTopics(fields.topics, publication),
    language: readLanguage(fields.language) ?? defaultLanguage,
    timeZone: readTimeZone(fields.timeZone) ?? publication.timeZone,
  }
}

/** A choice that names nothing known. */
export type UnknownChoice = { readonly field: keyof Choices; readonly value: string }

/**
 * Returns the choices that `readChoices` cannot take over: digests that are not configured, names of no time zone, tags
 * of no language, and topics that neither publication.json nor an article has.
 *
 * @param topics the slugs of the topics that articles have; undefined accepts every topic
 */
export function findUnknownChoices(
  fields: Pick<Partial<VisitorRequest>, keyof Choices>,
  publication: Publication,
  topics?: ReadonlySet<string>,
): readonly UnknownChoice[] {
  const { digest, timeZone, language } = fields
  return [
    ...(digest?.trim() && !readDigest(digest, publication) ? [{ field: 'digest', value: digest } as const] : []),
    ...topicNames(fields.topics)
      .filter((name) => !isTopic(name, publication, topics))
      .map((value) => ({ field: 'topics', value }) as const),
    ...(timeZone?.trim() && !readTimeZone(timeZone) ? [{ field: 'timeZone', value: timeZone } as const] : []),
    ...(language?.trim() && !isRealLanguage(language) ? [{ field: 'language', value: language } as const] : []),
  ].map(({ field, value }) => ({ field, value: value.trim().slice(0, 60) }))
}

/** Returns the names of the topics that publication.json or an article has, as they were written. */
export function keepKnownTopics(
  names: VisitorRequest['topics'],
  publication: Publication,
  topics: ReadonlySet<string>,
): readonly string[] {
  return topicNames(names).filter((name) => isTopic(name, publication, topics))
}

function isTopic(name: string, publication: Publication, topics: ReadonlySet<string> | undefined): boolean {
  return (
    topics === undefined ||
    isKnownTopic(name, publication) ||
    isConfiguredSlug(name, publication) ||
    topics.has(topicOf(name, publication).slug)
  )
}

/** Returns false for a tag such as `xx`, which is well-formed but names no language. */
function isRealLanguage(text: string): boolean {
  const tag = readLanguage(text)
  return tag !== undefined && languageNames.of(tag) !== undefined
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

function isConfiguredSlug(name: string, publication: Publication): boolean {
  const { slug } = topicOf(name, publication)
  return publication.topics.some(
    (topic) => topicOf(typeof topic === 'string' ? topic : topic.slug, publication).slug === slug,
  )
}

/** Returns undefined if the publication has no digest of that name. */
export function readDigest(name: string | undefined, { digests }: Publication): DigestName | undefined {
  return name !== undefined && isDigestName(name) && digests[name] ? name : undefined
}

/** Reads topics by slug or by name, from a list or from a text with commas. Returns sorted slugs. */
export function readTopics(
  topics: string | readonly string[] | undefined,
  publication: Publication,
): readonly string[] {
  return [...new Set(topicNames(topics).map((name) => topicOf(name, publication).slug))].sort()
}

function topicNames(topics: string | readonly string[] | undefined): readonly string[] {
  return allTopicNames(topics).slice(0, topicsMaximum)
}

function allTopicNames(topics: string | readonly string[] | undefined): readonly string[] {
  const texts = [topics ?? []].flat().flatMap((item) => item.split(','))
  return texts.map((name) => name.trim()).filter((name) => name !== '')
}

/** Returns a BCP 47 tag in its canonical spelling. It also reads `en_GB`. */
export function readLanguage(text: string | undefined): string | undefined {
  const tag = text?.trim().replaceAll('_', '-')
  return tag && tag.length <= languageTagMaximum && isLanguage(tag) ? Intl.getCanonicalLocales(tag)[0] : undefined
}

/** Returns a language in which the publication's pages and mails can be written. */
export function readSupportedLanguage(text: string | undefined): string | undefined {
  const language = readLanguage(text)
  return language !== undefined && supportedLanguage(language) !== undefined ? language : undefined
}

/** Returns an IANA time zone. It also reads ` Europe/Berlin ` and `America/New York`. */
export function readTimeZone(text: string | undefined): string | undefined {
  const name = text?.trim().replaceAll(' ', '_')
  return name && isTimeZone(name) ? name : undefined
}

function defaultDigest(publication: Publication): DigestName {
  const [first = 'daily'] = Object.keys(publication.digests).filter(isDigestName)
  return first
}
