export type FeedbackKind =
  /** SES has taken the mail. */
  | 'send'
  | 'delivery'
  | 'delay'
  | 'bounce'
  | 'complaint'
  /** SES took the mail, then found a virus in it. */
  | 'reject'
  | 'renderingFailure'

/** One thing that SES reports of one mail. */
export type Feedback = {
  readonly kind: FeedbackKind
  /** SES's id of the mail. */
  readonly messageId: string
  /** As `deliveryTags` made them; both undefined where the mail was not a delivery. */
  readonly deliveryTags: { readonly issue: string | undefined; readonly delivery: string | undefined }
  /** Everyone it concerns: of a bounce those who bounced, not all who were mailed. */
  readonly recipients: readonly FeedbackRecipient[]
  /** Of a bounce: trying again is of no use. */
  readonly permanent: boolean
  /** `General`, `MailboxFull`, `abuse`, …, as SES says it. */
  readonly feedbackSubtype: string | undefined
  readonly at: string
}

export type FeedbackRecipient = {
  readonly address: string
  /** RFC 3463, such as `5.1.1`. */
  readonly status: string | undefined
  readonly diagnosticCode: string | undefined
}
