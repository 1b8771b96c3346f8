/** A mail ready to be handed over. */
export type Mail = {
  /** Bare address of the envelope. */
  readonly source: string
  readonly destination: string
  /** RFC 5322, CRLF lines. */
  readonly raw: Uint8Array
  /** SES message tags: names and values of ASCII letters, digits, `_` and `-`. */
  readonly tags: Readonly<Record<string, string>>
}

/** What handing a mail to SES came to. */
export type Submission =
  | { readonly kind: 'submitted'; readonly messageId: string }
  /** Nothing was sent; try later, a good deal later when the day's quota is spent. */
  | { readonly kind: 'throttled'; readonly spent?: boolean }
  /** SES will never take this mail. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** SES took nothing, because of the account or its setup rather than the mail. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** Nobody can say whether SES has the mail. */
  | { readonly kind: 'unknown'; readonly error: Error }

/** What an account may send. */
export type Quota = {
  /** Mails per second. */
  readonly perSecond: number
  /** Mails in any 24 hours; -1: no limit. */
  readonly perDay: number
  readonly sentToday: number
}
