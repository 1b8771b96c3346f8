/** A mail that is ready to be submitted to SES. */
export type Mail = {
  /** Address of the envelope, without a display name. */
  readonly source: string
  readonly destination: string
  /** RFC 5322, CRLF lines. */
  readonly raw: Uint8Array
  /** SES message tags: names and values of ASCII letters, digits, `_` and `-`. */
  readonly tags: Readonly<Record<string, string>>
}

/** The result of submitting a mail to SES. */
export type Submission =
  | { readonly kind: 'submitted'; readonly messageId: string }
  /** SES accepted nothing. Try again soon, or much later if the day's quota is spent or the account's sending is paused. */
  | { readonly kind: 'throttled'; readonly spent?: boolean }
  /** SES will never accept this mail. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** SES accepted nothing because of the account or its configuration, not because of this mail. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** SES may or may not have accepted the mail. */
  | { readonly kind: 'unknown'; readonly error: Error }

/** What an account may send, as `GetSendQuota` reports it. */
export type Quota = {
  /** Mails per second. */
  readonly perSecond: number
  /** Mails in any 24 hours; -1 if there is no limit. */
  readonly perDay: number
  readonly sentToday: number
}
