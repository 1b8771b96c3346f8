/** Everything that mails say by themselves: another language is one more of these. */
export type MailWords = {
  readonly readOn: string
  readonly preferences: string
  readonly unsubscribe: string
  readonly viewInBrowser: string
  issueLine(number: number, date: string): string
  andMore(text: string, count: number): string
  moreOnTheWeb(count: number): string
  /** Why someone gets a mail. No topics: all of them. */
  reason(digest: string, address: string, topics: readonly string[]): string
  readonly confirm: NoticeWords
  readonly alreadySubscribed: NoticeWords
}

export type NoticeWords = {
  subject(publication: string): string
  heading(publication: string): string
  explanation(address: string, digest: string): string
  readonly action: string
  readonly ignore: string
}

const english: MailWords = {
  readOn: 'Read on',
  preferences: 'Change topics, digest or pause',
  unsubscribe: 'Unsubscribe',
  viewInBrowser: 'View in browser',
  issueLine: (number, date) => `Issue ${number} · ${date}`,
  andMore: (text, count) => (count === 0 ? text : `${text} and ${count} more`),
  moreOnTheWeb: (count) => `${count} more ${count === 1 ? 'article' : 'articles'} on the web`,
  reason: (digest, address, topics) =>
    `You get the ${digest} at ${address} — ${topics.length === 0 ? 'all topics' : `topics: ${topics.join(', ')}`}.`,
  confirm: {
    subject: (publication) => `Confirm your subscription to ${publication}`,
    heading: () => 'One click and you are subscribed',
    explanation: (address, digest) =>
      `Someone, we hope it was you, asked for the ${digest} to be sent to ${address}. Please confirm that you want it.`,
    action: 'Confirm my subscription',
    ignore: 'It was not you, or you changed your mind? Just ignore this mail: you will get nothing else from us.',
  },
  alreadySubscribed: {
    subject: (publication) => `You are already subscribed to ${publication}`,
    heading: () => 'You are already subscribed',
    explanation: (address, digest) =>
      `Someone, probably you, asked again for our mails to be sent to ${address}. You get the ${digest} there already, and nothing has changed.`,
    action: 'See or change your choices',
    ignore: 'All as you want it, or it was not you? Then there is nothing to do.',
  },
}

const languages: Readonly<Record<string, MailWords>> = { en: english }

/** In the language asked for (BCP 47), or else in English. */
export function mailWords(language: string): MailWords {
  return languages[language.split('-')[0] ?? language] ?? english
}
