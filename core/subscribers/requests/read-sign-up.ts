import { verifyStamp } from '../../proof-of-work.ts'
import type { Publication } from '../../publication.ts'
import { readAcceptLanguage } from '../../text/accept-language.ts'
import { cleanLine } from '../../text/clean-text.ts'
import { fingerprint } from '../../text/fingerprint.ts'
import { type LocaleMessages, messagesFor, supportedLanguage } from '../../text/locales.ts'
import { consentTextMaximum, shortestVisit } from '../limits.ts'
import { normalizeAddress } from '../normalize-address.ts'
import { readName } from '../reader-name.ts'
import { isRefused } from '../refused-address.ts'
import type { Choices, Consent } from '../subscriber.ts'
import { describeReplaced } from './describe-unknown.ts'
import {
  findUnknownChoices,
  keepKnownTopics,
  readChoices,
  readLanguage,
  readSupportedLanguage,
  readVisitorRequest,
  type UnknownChoice,
  type VisitorRequest,
} from './read-choices.ts'
import { checkInbox, invalidAddress, refusedAddress, tooQuick, unknownTopics, unreadable } from './sign-up-responses.ts'
import { suggestAddress } from './suggest-address.ts'
import type { VisitorResponse } from './visitor-response.ts'

export type SignUp =
  | {
      readonly kind: 'accepted'
      readonly address: string
      readonly choices: Choices
      readonly name: string | undefined
      readonly agreed: Pick<Consent, 'text' | 'textVersion'>
      /** Whether the request has a valid proof of work, or needs none. */
      readonly hasWorked: boolean
      readonly messages: LocaleMessages
      readonly response: VisitorResponse
    }
  /** Nothing is stored or mailed; only the response is returned. */
  | { readonly kind: 'answered'; readonly response: VisitorResponse }

/**
 * Reads the form of a visitor who wants to subscribe. The response says which choices are unknown and what replaces
 * them. If none of the topics is known, nothing is stored, because no topic at all would mean every topic.
 *
 * @param fields undefined if they could not be read
 * @param topics the slugs of the topics that articles have, among those that were asked for
 */
export function readSignUp(
  fields: Readonly<Record<string, unknown>> | undefined,
  acceptLanguage: string | null,
  publication: Publication,
  topics: ReadonlySet<string>,
  now: Date,
): SignUp {
  const request = fields && readVisitorRequest({ email: '', ...fields })
  const preferred = [readLanguage(request?.language), ...readAcceptLanguage(acceptLanguage)]
  const messages = messagesFor(...preferred, publication.language)
  if (!request) return { kind: 'answered', response: fields ? invalidAddress(messages) : unreadable(messages) }
  const address = normalizeAddress(request.email)
  if (!address) return { kind: 'answered', response: invalidAddress(messages, request.email) }
  if (isRefused(address, publication)) return { kind: 'answered', response: refusedAddress(messages) }
  const usual = checkInbox(messages, suggestAddress(address))
  // Only robots fill in a field that people cannot see. They get the usual response, and nothing is stored.
  if (request.website) return { kind: 'answered', response: usual }
  if (Number(request.elapsed || shortestVisit) < shortestVisit) {
    return { kind: 'answered', response: tooQuick(messages, fieldsToResend(request)) }
  }
  const language = preferred.find((tag) => tag !== undefined && supportedLanguage(tag) !== undefined)
  const unknown = findUnknown(request, publication, topics)
  const known = keepKnownTopics(request.topics, publication, topics)
  const choices = readChoices({ ...request, topics: known, language }, publication)
  const lost = unknown.filter(({ field }) => field === 'topics')
  if (lost.length > 0 && choices.topics.length === 0) {
    return { kind: 'answered', response: unknownTopics(messages, lost) }
  }
  const named = readName((publication.form.name === 'optional' && request.name) || '')
  const problems = [
    ...describeReplaced(request, unknown, choices, publication, messages),
    ...(named.kind === 'refused' ? [messages.page.choices.noSuchName] : []),
  ]
  const response = problems.length > 0 ? { ...usual, paragraphs: [...usual.paragraphs, ...problems], unknown } : usual
  const hasWorked = !publication.proofOfWork || verifyStamp(request.stamp, request.email, now)
  const name = (named.kind === 'name' && named.name) || undefined
  return {
    kind: 'accepted',
    address,
    choices,
    name,
    agreed: readAgreed(request.consent),
    hasWorked,
    messages,
    response,
  }
}

/** A language is unknown, too, if no mail can be written in it. */
function findUnknown(
  request: VisitorRequest,
  publication: Publication,
  topics: ReadonlySet<string>,
): readonly UnknownChoice[] {
  const { language } = request
  const unknown = findUnknownChoices({ ...request, language: undefined }, publication, topics)
  if (!language?.trim() || readSupportedLanguage(language) !== undefined) return unknown
  return [...unknown, { field: 'language', value: language.trim().slice(0, 60) }]
}

function readAgreed(consent: string | undefined): Pick<Consent, 'text' | 'textVersion'> {
  const text = cleanLine(consent ?? '').slice(0, consentTextMaximum)
  return text === '' ? {} : { text, textVersion: fingerprint(text, 12) }
}

/** Returns all fields but the time that the form was open: the next page does not measure it. */
function fieldsToResend({ email, name, digest, topics, timeZone, language, consent, stamp }: VisitorRequest) {
  const single = Object.entries({ email, ...(name && { name }), digest, timeZone, language, consent, stamp })
  return [
    ...single.map(([name, value]) => [name, value ?? ''] as const),
    ...[topics ?? []].flat().map((topic) => ['topics', topic] as const),
  ]
}
