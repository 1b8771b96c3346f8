import type { Publication } from '../publication.ts'
import type { Subscriber } from './subscriber.ts'
import type { VisitorAnswer } from './visitor-answer.ts'

/** What visitors are told, one value or function per answer; preferences-page.ts has the largest. */
export const checkInbox: VisitorAnswer = {
  status: 200,
  title: 'Check your inbox',
  paragraphs: [
    'We have sent you a mail. Press the button in it, and you are subscribed.',
    'Nothing there after a few minutes? Look into the spam folder, or subscribe again.',
  ],
}

export const invalidAddress: VisitorAnswer = {
  status: 422,
  title: 'That address does not work',
  paragraphs: [
    'It does not look like an e-mail address that we can write to, such as ada@example.org. Before the @ there can be English letters, digits and most signs, but no spaces.',
    'Please go back, check it, and try again.',
  ],
}

export const unreadable: VisitorAnswer = {
  status: 400,
  title: 'We could not read that',
  paragraphs: ['Send the fields of a form, or a JSON object with "email" in it.'],
}

/** The same whether it was the network or the address that was met too often. */
export function tooMany(seconds: number): VisitorAnswer {
  const minutes = Math.ceil(seconds / 60)
  return {
    status: 429,
    title: 'Too many requests',
    paragraphs: [
      `There were too many requests for this address or from your network. Please try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
      'If you have asked before, look for our mail in your inbox and in the spam folder: its button works for a week.',
    ],
    headers: { 'retry-after': String(seconds) },
  }
}

export const brokenLink: VisitorAnswer = {
  status: 400,
  title: 'This link does not work',
  paragraphs: ['It is incomplete or was changed on its way. Please use the link in your mail as it is, all of it.'],
}

/** For a link to confirm that came too late; its bearer gets a new one by pressing the button. */
export function expiredLink(token: string): VisitorAnswer {
  return {
    status: 410,
    title: 'This link is too old',
    paragraphs: ['It worked for a week. Press the button, and we will send a new one to the same address.'],
    forms: [{ action: linkTo('confirm', token), button: 'Send me a new link', fields: [] }],
  }
}

/** For a link to confirm whose bearer is subscribed already, or has left or been erased since. */
export const spentLink: VisitorAnswer = {
  status: 410,
  title: 'This link does not work any more',
  paragraphs: ['It has done its work. If you get no mails from us, subscribe again: you will be sent a new link.'],
}

export function wrongMethod(methods: readonly string[]): VisitorAnswer {
  return {
    status: 405,
    title: 'Nothing to see here',
    paragraphs: ['Nothing has changed. Please use the link in one of our mails, and then the buttons on the page.'],
    headers: { allow: methods.join(', ') },
  }
}

export const notFound: VisitorAnswer = { status: 404, title: 'Nothing here', paragraphs: ['There is no such page.'] }

export function askToConfirm(token: string): VisitorAnswer {
  return {
    status: 200,
    title: 'One more step',
    paragraphs: ['Press the button to confirm your subscription.'],
    forms: [{ action: linkTo('confirm', token), button: 'Confirm my subscription', fields: [] }],
  }
}

/** @param token opens the preferences */
export function confirmed({ digests }: Publication, subscriber: Subscriber, token: string): VisitorAnswer {
  const digest = digests[subscriber.digest]?.title ?? 'digest'
  return {
    status: 200,
    title: 'You are subscribed',
    paragraphs: [`The next ${digest} with something new in it is yours.`],
    forms: [{ action: linkTo('preferences', token), button: 'Choose topics, digest or a pause', fields: [] }],
  }
}

export function askToUnsubscribe(token: string): VisitorAnswer {
  return {
    status: 200,
    title: 'Unsubscribe?',
    paragraphs: ['Press the button, and we will not mail you again.'],
    forms: [{ action: linkTo('unsubscribe', token), button: 'Unsubscribe', fields: [] }],
  }
}

export const unsubscribed: VisitorAnswer = {
  status: 200,
  title: 'You are unsubscribed',
  paragraphs: ['We will not mail you again. You are welcome back at any time.'],
}

export function askToErase(token: string): VisitorAnswer {
  const sure = { kind: 'hidden', name: 'sure', value: 'yes' } as const
  return {
    status: 200,
    title: 'Erase your data?',
    paragraphs: ['You are unsubscribed at once, and everything known about you is erased. This cannot be undone.'],
    forms: [{ action: linkTo('erase', token), button: 'Yes, erase my data', fields: [sure] }],
  }
}

export const erased: VisitorAnswer = {
  status: 200,
  title: 'Your data is erased',
  paragraphs: ['We no longer know your address, and will not mail you again.'],
}

/** @param token has been verified, so it needs no escaping */
export function linkTo(path: string, token: string): string {
  return `/${path}?t=${token}`
}
