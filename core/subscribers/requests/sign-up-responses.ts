import type { LocaleMessages } from '../../text/locales.ts'
import { hasInvisible } from '../normalize-address.ts'
import { listTopics } from './describe-unknown.ts'
import type { UnknownChoice } from './read-choices.ts'
import { messageResponse, type VisitorResponse } from './visitor-response.ts'

// The responses to forms in which a visitor enters an address.

/** A suggestion depends on the domain alone, so it does not reveal who is subscribed. */
export function checkInbox(messages: LocaleMessages, suggestion?: string): VisitorResponse {
  const { checkInbox: texts, mistyped } = messages.page
  if (suggestion === undefined) return messageResponse(messages, 200, texts)
  const paragraphs = [...texts.paragraphs, mistyped({ suggestion })]
  return messageResponse(messages, 200, { ...texts, paragraphs }, { suggestion })
}

export function invalidAddress(messages: LocaleMessages, typed = ''): VisitorResponse {
  const { invisibleAddress, invalidAddress } = messages.page
  return messageResponse(messages, 422, hasInvisible(typed) ? invisibleAddress : invalidAddress)
}

export const refusedAddress = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 422, messages.page.refusedAddress)

/** For a request that names only topics that do not exist. Nothing is stored. */
export function unknownTopics(messages: LocaleMessages, unknown: readonly UnknownChoice[]): VisitorResponse {
  const { title, none, back } = messages.page.unknownTopics
  const paragraphs = [none({ topics: listTopics(unknown) }), back]
  return messageResponse(messages, 422, { title, paragraphs }, { unknown })
}

export const unreadable = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 400, messages.page.unreadable)

/** For a form that was sent too quickly for a person. A button sends the same fields again. */
export function tooQuick(
  messages: LocaleMessages,
  fields: readonly (readonly [name: string, value: string])[],
): VisitorResponse {
  const { tooQuick: texts } = messages.page
  const hidden = fields.map(([name, value]) => ({ kind: 'hidden' as const, name, value }))
  return messageResponse(messages, 200, texts, {
    forms: [{ action: '/subscribe', button: texts.button, fields: hidden }],
  })
}

/** The response does not reveal whether the limit of the network or that of the address was exceeded. */
export function tooMany(messages: LocaleMessages, seconds: number): VisitorResponse {
  const { title, wait, meanwhile } = messages.page.tooMany
  const paragraphs = [wait({ count: Math.ceil(seconds / 60) }), meanwhile]
  return messageResponse(messages, 429, { title, paragraphs }, { headers: { 'retry-after': String(seconds) } })
}
