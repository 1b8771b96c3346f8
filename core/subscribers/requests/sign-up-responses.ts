import type { LocaleMessages } from '../../text/locales.ts'
import { say, type VisitorResponse } from './visitor-response.ts'

/**
 * What visitors are told who want to subscribe or have lost their way. A suggestion goes by the domain alone, so it tells
 * nothing of who is subscribed.
 */
export function checkInbox(words: LocaleMessages, suggestion?: string): VisitorResponse {
  const { checkInbox: said, mistyped } = words.page
  if (suggestion === undefined) return say(words, 200, said)
  return say(words, 200, { ...said, paragraphs: [...said.paragraphs, mistyped({ suggestion })] }, { suggestion })
}

export const invalidAddress = (words: LocaleMessages): VisitorResponse => say(words, 422, words.page.invalidAddress)

export const refusedAddress = (words: LocaleMessages): VisitorResponse => say(words, 422, words.page.refusedAddress)

export const unreadable = (words: LocaleMessages): VisitorResponse => say(words, 400, words.page.unreadable)

/** For one who was as quick as a robot: everything they sent, to be sent once more. */
export function tooQuick(
  words: LocaleMessages,
  sent: readonly (readonly [name: string, value: string])[],
): VisitorResponse {
  const { tooQuick: said } = words.page
  const fields = sent.map(([name, value]) => ({ kind: 'hidden' as const, name, value }))
  return say(words, 200, said, { forms: [{ action: '/subscribe', button: said.button, fields }] })
}

/** The same whether it was the network or the address that was met too often. */
export function tooMany(words: LocaleMessages, seconds: number): VisitorResponse {
  const { title, wait, meanwhile } = words.page.tooMany
  const paragraphs = [wait({ count: Math.ceil(seconds / 60) }), meanwhile]
  return say(words, 429, { title, paragraphs }, { headers: { 'retry-after': String(seconds) } })
}

export const brokenLink = (words: LocaleMessages): VisitorResponse => say(words, 400, words.page.brokenLink)

export function wrongMethod(words: LocaleMessages, methods: readonly string[]): VisitorResponse {
  return say(words, 405, words.page.wrongMethod, { headers: { allow: methods.join(', ') } })
}

export const notFound = (words: LocaleMessages): VisitorResponse => say(words, 404, words.page.notFound)
