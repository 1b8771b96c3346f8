import type { Publication } from '../publication.ts'
import { normalizeAddress } from './normalize-address.ts'
import { readChoices, readVisitorRequest } from './read-choices.ts'
import type { Choices } from './subscriber.ts'
import type { VisitorAnswer } from './visitor-answer.ts'
import { checkInbox, invalidAddress, unreadable } from './visitor-pages.ts'

export type SignUp =
  | { readonly kind: 'accepted'; readonly address: string; readonly choices: Choices }
  /** Nothing more is to be done. */
  | { readonly kind: 'answered'; readonly answer: VisitorAnswer }

/** What a visitor who wants to subscribe has sent; undefined fields could not be read. */
export function readSignUp(fields: Readonly<Record<string, unknown>> | undefined, publication: Publication): SignUp {
  if (!fields) return { kind: 'answered', answer: unreadable }
  const asked = readVisitorRequest(fields)
  const address = asked && normalizeAddress(asked.email)
  if (!address) return { kind: 'answered', answer: invalidAddress }
  // Only a robot fills in a field that nobody sees; it is told what it wants to hear.
  if (asked.website) return { kind: 'answered', answer: checkInbox }
  return { kind: 'accepted', address, choices: readChoices(asked, publication) }
}
