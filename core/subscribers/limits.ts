/** Bytes: SES and RFC 5321 allow 64 before the `@`, and 254 in all. */
export const addressBytes = { local: 64, total: 254 } as const

/** Characters of an address as typed, including spaces and an international domain. Longer input is invalid. */
export const typedAddressMaximum = 320

/** Characters of the address field of a form. */
export const emailFieldMaximum = 1000

/** Characters of a language tag (BCP 47 recommends buffers of 35). */
export const languageTagMaximum = 35

/** Characters of the consent text that are stored. */
export const consentTextMaximum = 500

/** Characters of a person's name. */
export const nameMaximum = 100

/** Topics that one subscriber can choose. */
export const topicsMaximum = 50

/** Milliseconds. No person reads the form, enters an address and sends it in less time. */
export const shortestVisit = 1_500

/** Days that a token is valid. Undefined: it never expires, because it is in every mail. */
export const tokenDays = {
  confirm: 7,
  address: 1,
  move: 1,
  return: 1,
  reason: 1,
  stay: 183,
  unsubscribe: undefined,
  preferences: undefined,
} as const

/** Days after the last link to confirm has expired until an unconfirmed address is deleted. */
export const unconfirmedDays = 30

/** Days in which an address that bounced gets at most one mail, if someone enters it in the form. */
export const askingDays = 30

/** Characters of the text that people can add when they say why they leave. */
export const reasonTextMaximum = 200

/** Days after which these texts are deleted. */
export const reasonTextDays = 180

/** Requests for one address. This protects the inboxes of strangers, however many networks the requests come from. */
export const requestsPerAddress = { maximum: 5, seconds: 21_600 } as const

/** Mails with a subscriber's data. Anyone with a forwarded mail can request them. */
export const exportsPerSubscriber = { maximum: 1, seconds: 3_600 } as const

/** Requests from one network. */
export const requestsPerNetwork = { maximum: 100, seconds: 3_600 } as const

/** Requests from one network without the proof of work that the publication asks for. */
export const requestsWithoutWork = { maximum: 5, seconds: 3_600 } as const
