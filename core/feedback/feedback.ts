export type FeedbackKind =
  /** SES accepted the mail. */
  | 'send'
  | 'delivery'
  | 'delay'
  | 'bounce'
  | 'complaint'
  /** SES accepted the mail, then found a virus in it. */
  | 'reject'
  | 'renderingFailure'

/** One report of SES about one mail. */
export type Feedback = {
  readonly kind: FeedbackKind
  /** The message id of SES. */
  readonly messageId: string
  /** The tags that `deliveryTags` wrote; both undefined if the mail was not a delivery. */
  readonly deliveryTags: { readonly issue: string | undefined; readonly delivery: string | undefined }
  /** The recipients that the report is about. For a bounce these are only the ones that bounced. */
  readonly recipients: readonly FeedbackRecipient[]
  /** For a bounce: true if another attempt would fail, too. */
  readonly permanent: boolean
  /** `General`, `MailboxFull`, `abuse`, …, as SES spells it. */
  readonly feedbackSubtype: string | undefined
  readonly at: string
}

export type FeedbackRecipient = {
  readonly address: string
  /** RFC 3463, such as `5.1.1`. */
  readonly status: string | undefined
  readonly diagnosticCode: string | undefined
}
