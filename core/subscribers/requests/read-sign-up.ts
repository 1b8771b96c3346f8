import { verifyStamp } from '../../proof-of-work.ts'
import type { Publication } from '../../publication.ts'
import { readAcceptLanguage } from '../../text/accept-language.ts'
import { fingerprint } from '../../text/fingerprint.ts'
import { type LocaleMessages, messagesFor, supportedLanguage } from '../../text/locales.ts'
import { cleanLine } from '../../text/mail-line.ts'
import { normalizeAddress } from '../normalize-address.ts'
import { isRefused } from '../refused-address.ts'
import type { Choices, Consent } from '../subscriber.ts'
import { readChoices, readLanguage, readVisitorRequest, type VisitorRequest } from './read-choices.ts'
import { checkInbox, invalidAddress, refusedAddress, tooQuick, unreadable } from './sign-up-responses.ts'
import { suggestAddress } from './suggest-address.ts'
import type { VisitorResponse } from './visitor-response.ts'

export type SignUp =
  | {
      readonly kind: 'accepted'
      readonly address: string
      readonly choices: Choices
      readonly agreed: Pick<Consent, 'text' | 'textVersion'>
      /** Whether the work was done that the publication asks for, if any. */
      readonly worked: boolean
      readonly words: LocaleMessages
      readonly answer: VisitorResponse
    }
  /** Nothing more is to be done. */
  | { readonly kind: 'answered'; readonly answer: VisitorResponse }

/** Milliseconds in which nobody reads a form, enters an address and sends it. */
const shortest = 1_500

/** What a visitor who wants to subscribe has sent; undefined fields could not be read. */
export function readSignUp(
  fields: Readonly<Record<string, unknown>> | undefined,
  acceptLanguage: string | null,
  publication: Publication,
  now: Date,
): SignUp {
  const asked = fields && readVisitorRequest({ email: '', ...fields })
  const wanted = [readLanguage(asked?.language), ...readAcceptLanguage(acceptLanguage)]
  const words = messagesFor(...wanted, publication.language)
  if (!asked) return { kind: 'answered', answer: fields ? invalidAddress(words) : unreadable(words) }
  const address = normalizeAddress(asked.email)
  if (!address) return { kind: 'answered', answer: invalidAddress(words) }
  if (isRefused(address, publication)) return { kind: 'answered', answer: refusedAddress(words) }
  const answer = checkInbox(words, suggestAddress(address))
  // Only a robot fills in a field that nobody sees; it is told what it wants to hear.
  if (asked.website) return { kind: 'answered', answer }
  if (Number(asked.elapsed || shortest) < shortest) {
    return { kind: 'answered', answer: tooQuick(words, sentAgain(asked)) }
  }
  const usual = wanted.find((tag) => tag !== undefined && supportedLanguage(tag) !== undefined)
  const choices = readChoices(asked, publication, usual)
  const worked = !publication.proofOfWork || verifyStamp(asked.stamp, asked.email, now)
  return { kind: 'accepted', address, choices, agreed: readAgreed(asked.consent), worked, words, answer }
}

function readAgreed(consent: string | undefined): Pick<Consent, 'text' | 'textVersion'> {
  const text = cleanLine(consent ?? '').slice(0, 500)
  if (text === '') return {}
  return { text, textVersion: fingerprint(text, 12) }
}

/** All of a form but the time that it took: the page that asks for it once more does not count. */
function sentAgain({ email, digest, topics, timeZone, language, consent, stamp }: VisitorRequest) {
  const single = Object.entries({ email, digest, timeZone, language, consent, stamp })
  return [
    ...single.map(([name, value]) => [name, value ?? ''] as const),
    ...[topics ?? []].flat().map((topic) => ['topics', topic] as const),
  ]
}
