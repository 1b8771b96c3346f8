import * as z from 'zod/mini'
import { isDigestName, isLanguage, isTimeZone } from '../../configured-names.ts'
import type { DigestName, Publication } from '../../publication.ts'
import { topicOf } from '../../reading/vocabulary.ts'
import { emailFieldMaximum, languageTagMaximum, topicsMaximum } from '../limits.ts'
import type { Choices } from '../subscriber.ts'

/** A field of another type counts as absent. Only the address is required. */
const text = z.catch(z.optional(z.string()), undefined)

/** The fields of a form or of a JSON object, by the same names. A repeated field is a list. */
const request = z.object({
  email: z.string().check(z.maxLength(emailFieldMaximum)),
  digest: text,
  topics: z.catch(z.optional(z.union([z.string(), z.array(z.string())])), undefined),
  timeZone: text,
  language: text,
  /** The honeypot: people do not see this field. */
  website: text,
  /** Milliseconds that the form was open, if the browser counted them. */
  elapsed: text,
  /** The text that they agree to, from the form. */
  consent: text,
  /** The proof of work. */
  stamp: text,
})

export type VisitorRequest = z.infer<typeof request>

/** Returns undefined if the fields contain no address. */
export function readVisitorRequest(fields: unknown): VisitorRequest | undefined {
  const result = request.safeParse(fields)
  return result.success ? result.data : undefined
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

/** Returns undefined if the publication has no digest of that name. */
export function readDigest(name: string | undefined, { digests }: Publication): DigestName | undefined {
  return name !== undefined && isDigestName(name) && digests[name] ? name : undefined
}

/** Reads topics by slug or by name, from a list or from a text with commas. Returns sorted slugs. */
export function readTopics(
  topics: string | readonly string[] | undefined,
  publication: Publication,
): readonly string[] {
  const texts = [topics ?? []].flat().flatMap((item) => item.split(','))
  const names = texts.map((name) => name.trim()).filter((name) => name !== '')
  return [...new Set(names.slice(0, topicsMaximum).map((name) => topicOf(name, publication).slug))].sort()
}

/** Returns a BCP 47 tag in its canonical spelling. It also reads `en_GB`. */
export function readLanguage(text: string | undefined): string | undefined {
  const tag = text?.trim().replaceAll('_', '-')
  return tag && tag.length <= languageTagMaximum && isLanguage(tag) ? Intl.getCanonicalLocales(tag)[0] : undefined
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
