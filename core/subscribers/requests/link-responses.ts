import { digestTitle } from '../../issues/issue.ts'
import type { FormField, MessageForm } from '../../pages/message-page.ts'
import type { Publication } from '../../publication.ts'
import type { LocaleMessages } from '../../text/locales.ts'
import { leavingReasons } from '../leaving-reason.ts'
import { reasonTextMaximum } from '../limits.ts'
import type { Subscriber } from '../subscriber.ts'
import { pressedField } from './press.ts'
import { messageResponse, type VisitorResponse } from './visitor-response.ts'

// The responses to signed links, except the largest: preferences-page.ts. `token` is for the next button.

export const brokenLink = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 400, messages.page.brokenLink)

/** For a link that was used already, or whose subscriber has unsubscribed or erased their data since. */
export const spentLink = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 410, messages.page.spentLink)

/** For an expired link to confirm. The button sends a new one. */
export function expiredLink(messages: LocaleMessages, token: string): VisitorResponse {
  const { expiredLink: texts } = messages.page
  return messageResponse(messages, 410, texts, { forms: [button('confirm', token, texts.button)] })
}

export const expiredMove = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 410, messages.page.expiredMove)

export function askToConfirm(messages: LocaleMessages, token: string): VisitorResponse {
  const { askToConfirm: texts } = messages.page
  return messageResponse(messages, 200, texts, { forms: [button('confirm', token, texts.button)] })
}

/** @param token opens the preferences */
export function confirmed(
  messages: LocaleMessages,
  publication: Publication,
  subscriber: Subscriber,
  token: string,
): VisitorResponse {
  const { title, next, button: label } = messages.page.confirmed
  const paragraphs = [next({ digest: digestTitle(publication, subscriber.digest, messages.locale) })]
  return messageResponse(messages, 200, { title, paragraphs }, { forms: [button('preferences', token, label)] })
}

export function askToStay(messages: LocaleMessages, token: string): VisitorResponse {
  const { askToStay: texts } = messages.page
  return messageResponse(messages, 200, texts, { forms: [button('confirm', token, texts.button)] })
}

/** @param token opens the preferences */
export function stayed(
  messages: LocaleMessages,
  publication: Publication,
  subscriber: Subscriber,
  token: string,
): VisitorResponse {
  const { title, next } = messages.page.stayed
  const paragraphs = [next({ digest: digestTitle(publication, subscriber.digest, messages.locale) })]
  const forms = [button('preferences', token, messages.page.confirmed.button)]
  return messageResponse(messages, 200, { title, paragraphs }, { forms })
}

export function askToUnsubscribe(messages: LocaleMessages, token: string): VisitorResponse {
  const { askToUnsubscribe: texts } = messages.page
  return messageResponse(messages, 200, texts, { forms: [button('unsubscribe', token, texts.button)] })
}

/** The tokens of the buttons below a goodbye; undefined for a button that is not offered. */
type GoodbyeTokens = { readonly undo?: string | undefined; readonly why?: string | undefined }

export function unsubscribed(messages: LocaleMessages, { undo, why }: GoodbyeTokens = {}): VisitorResponse {
  const { unsubscribed: texts } = messages.page
  const forms = [...undoForms(messages, undo), ...(why === undefined ? [] : [whyForm(messages, why)])]
  return messageResponse(messages, 200, texts, forms.length > 0 ? { forms } : {})
}

/** The thanks for saying why. The unsubscription can still be undone. */
export function answered(messages: LocaleMessages, undo: string | undefined): VisitorResponse {
  return messageResponse(messages, 200, messages.page.answered, { forms: undoForms(messages, undo) })
}

function undoForms({ page }: LocaleMessages, token: string | undefined): readonly MessageForm[] {
  return token === undefined ? [] : [button('resubscribe', token, page.unsubscribed.undo)]
}

/** One question, which nobody has to answer. */
function whyForm({ page: { why: texts } }: LocaleMessages, token: string): MessageForm {
  const options = leavingReasons.map((value) => ({ value, label: texts[value], chosen: false }))
  const fields: readonly FormField[] = [
    { kind: 'radios', name: 'reason', label: texts.question, hint: texts.hint, options },
    { kind: 'text', name: 'text', label: texts.text, value: '', hint: texts.textHint, maximum: reasonTextMaximum },
  ]
  return { ...button('unsubscribe', token, texts.button, fields), isQuiet: true }
}

export const resubscribed = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 200, messages.page.resubscribed)

export const exported = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 200, messages.page.exported)

export function exportedBefore(messages: LocaleMessages, seconds: number): VisitorResponse {
  return messageResponse(messages, 429, messages.page.exportedBefore, { headers: { 'retry-after': String(seconds) } })
}

/** For a suppressed address. */
export function exportImpossible(messages: LocaleMessages, address: string): VisitorResponse {
  const { title, write } = messages.page.exportImpossible
  return messageResponse(messages, 409, { title, paragraphs: [write({ address })] })
}

export function askToErase(messages: LocaleMessages, token: string): VisitorResponse {
  const { askToErase: texts } = messages.page
  const fields = [{ kind: 'hidden', name: 'sure', value: 'yes' } as const]
  return messageResponse(messages, 200, texts, { forms: [button('erase', token, texts.button, fields)] })
}

export const erased = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 200, messages.page.erased)

export const checkOldInbox = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 200, messages.page.checkOldInbox)

export function enterAddress(messages: LocaleMessages, token: string): VisitorResponse {
  const { enterAddress: texts } = messages.page
  const fields = [{ kind: 'email', name: 'email', label: texts.email, value: '' } as const]
  return messageResponse(messages, 200, texts, { forms: [button('address', token, texts.button, fields)] })
}

export const checkNewInbox = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 200, messages.page.checkNewInbox)

export function askToMove(messages: LocaleMessages, token: string): VisitorResponse {
  const { askToMove: texts } = messages.page
  return messageResponse(messages, 200, texts, { forms: [button('address', token, texts.button)] })
}

export const moved = (messages: LocaleMessages): VisitorResponse => messageResponse(messages, 200, messages.page.moved)

/** @param token needs no escaping, because it was verified or issued by us */
export function button(path: string, token: string, label: string, fields: readonly FormField[] = []): MessageForm {
  return { action: `/${path}?t=${token}`, button: label, fields: [pressedField, ...fields] }
}
