import * as z from 'zod/mini'
import { type DigestName, isDigestName, isLanguage, isTimeZone, type Publication } from '../../publication.ts'
import { topicOf } from '../../reading/names.ts'
import type { Choices } from '../subscriber.ts'

/** Topics that one subscriber can choose. */
const maximumTopics = 50

/** What of the request is of another form is as good as absent; only the address must be there. */
const text = z.catch(z.optional(z.string()), undefined)

/** What a visitor sent: form fields and JSON members by the same names; a repeated field is a list. */
const request = z.object({
  email: z.string().check(z.maxLength(1000)),
  digest: text,
  topics: z.catch(z.optional(z.union([z.string(), z.array(z.string())])), undefined),
  timeZone: text,
  language: text,
  /** The honeypot: people do not see this field. */
  website: text,
  /** Milliseconds that the form was open, if the browser counted them. */
  elapsed: text,
  /** What they agree to, as the form says it. */
  consent: text,
  /** The proof that the browser has worked for the request. */
  stamp: text,
})

export type VisitorRequest = z.infer<typeof request>

/** Undefined when the fields hold no address at all. */
export function readVisitorRequest(fields: unknown): VisitorRequest | undefined {
  const result = request.safeParse(fields)
  return result.success ? result.data : undefined
}

/**
 * What nobody configured falls back to the publication's own; an unknown digest or zone is as good as none.
 *
 * @param usual the language of one who names none
 */
export function readChoices(
  asked: Partial<VisitorRequest>,
  publication: Publication,
  usual = publication.language,
): Choices {
  return {
    digest: readDigest(asked.digest, publication) ?? defaultDigest(publication),
    topics: readTopics(asked.topics, publication),
    language: readLanguage(asked.language) ?? usual,
    timeZone: readTimeZone(asked.timeZone) ?? publication.timeZone,
  }
}

/** Undefined unless the publication has a digest of that name. */
export function readDigest(name: string | undefined, { digests }: Publication): DigestName | undefined {
  return name !== undefined && isDigestName(name) && digests[name] ? name : undefined
}

/** Slugs, sorted, of topics by slug or by name: a list, or a text with commas between them. */
export function readTopics(asked: string | readonly string[] | undefined, publication: Publication): readonly string[] {
  const names = [asked ?? []].flat().flatMap((item) => item.split(','))
  const named = names.map((name) => name.trim()).filter((name) => name !== '')
  return [...new Set(named.slice(0, maximumTopics).map((name) => topicOf(name, publication).slug))].sort()
}

/** BCP 47 in its canonical spelling; `en_GB` will do. */
export function readLanguage(asked: string | undefined): string | undefined {
  const tag = asked?.trim().replaceAll('_', '-')
  return tag && tag.length <= 35 && isLanguage(tag) ? Intl.getCanonicalLocales(tag)[0] : undefined
}

/** IANA; `Europe/Berlin` may come with spaces around it, `America/New York` with one in it. */
export function readTimeZone(asked: string | undefined): string | undefined {
  const name = asked?.trim().replaceAll(' ', '_')
  return name && isTimeZone(name) ? name : undefined
}

function defaultDigest(publication: Publication): DigestName {
  const [first = 'daily'] = Object.keys(publication.digests).filter(isDigestName)
  return first
}
