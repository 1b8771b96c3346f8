import type { MessageForm } from '../../pages/message-page.ts'
import type { Publication } from '../../publication.ts'
import type { LocaleMessages } from '../../text/locales.ts'
import type { Subscriber } from '../subscriber.ts'
import { say, type VisitorResponse } from './visitor-response.ts'

/** What the bearer of a link is told: one value or function per answer; preferences-page.ts has the largest. */
export function askToConfirm(words: LocaleMessages, token: string): VisitorResponse {
  const { askToConfirm: said } = words.page
  return say(words, 200, said, { forms: [button('confirm', token, said.button)] })
}

/** @param token opens the preferences */
export function confirmed(
  words: LocaleMessages,
  { digests }: Publication,
  subscriber: Subscriber,
  token: string,
): VisitorResponse {
  const said = words.page.confirmed
  const next = said.next({ digest: digests[subscriber.digest]?.title ?? subscriber.digest })
  const forms = [button('preferences', token, said.button)]
  return say(words, 200, { title: said.title, paragraphs: [next] }, { forms })
}

/** For a link to confirm that came too late; its bearer gets a new one by pressing the button. */
export function expiredLink(words: LocaleMessages, token: string): VisitorResponse {
  const { expiredLink: said } = words.page
  return say(words, 410, said, { forms: [button('confirm', token, said.button)] })
}

/** For a link whose bearer has used it already, or has left or been erased since. */
export const spentLink = (words: LocaleMessages): VisitorResponse => say(words, 410, words.page.spentLink)

export const expiredMove = (words: LocaleMessages): VisitorResponse => say(words, 410, words.page.expiredMove)

export function askToUnsubscribe(words: LocaleMessages, token: string): VisitorResponse {
  const { askToUnsubscribe: said } = words.page
  return say(words, 200, said, { forms: [button('unsubscribe', token, said.button)] })
}

/** @param token takes it back; undefined where there is nothing to take back */
export function unsubscribed(words: LocaleMessages, token?: string): VisitorResponse {
  const { unsubscribed: said } = words.page
  return say(words, 200, said, token === undefined ? {} : { forms: [button('resubscribe', token, said.undo)] })
}

export const resubscribed = (words: LocaleMessages): VisitorResponse => say(words, 200, words.page.resubscribed)

export function askToErase(words: LocaleMessages, token: string): VisitorResponse {
  const { askToErase: said } = words.page
  const fields = [{ kind: 'hidden', name: 'sure', value: 'yes' } as const]
  return say(words, 200, said, { forms: [{ ...button('erase', token, said.button), fields }] })
}

export const erased = (words: LocaleMessages): VisitorResponse => say(words, 200, words.page.erased)

export const checkOldInbox = (words: LocaleMessages): VisitorResponse => say(words, 200, words.page.checkOldInbox)

export function enterAddress(words: LocaleMessages, token: string): VisitorResponse {
  const { enterAddress: said } = words.page
  const fields = [{ kind: 'email', name: 'email', label: said.email, value: '' } as const]
  return say(words, 200, said, { forms: [{ ...button('address', token, said.button), fields }] })
}

export const checkNewInbox = (words: LocaleMessages): VisitorResponse => say(words, 200, words.page.checkNewInbox)

export function askToMove(words: LocaleMessages, token: string): VisitorResponse {
  const { askToMove: said } = words.page
  return say(words, 200, said, { forms: [button('address', token, said.button)] })
}

export const moved = (words: LocaleMessages): VisitorResponse => say(words, 200, words.page.moved)

/** A form that is no more than its button. @param token has been verified or made, so it needs no escaping */
export function button(path: string, token: string, label: string): MessageForm {
  return { action: `/${path}?t=${token}`, button: label, fields: [] }
}
