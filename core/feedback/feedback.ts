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
  /**
   * The addresses that we mailed. A mail server may name another one, to which the mailbox forwards.
   */
  readonly addresses: readonly string[]
  /** What mail servers said about a bounce. */
  readonly reports: readonly BounceReport[]
  /** Of a bounce, as SES spells it, without case. */
  readonly bounceType: 'permanent' | 'transient' | 'undetermined' | undefined
  /** `General`, `MailboxFull`, `abuse`, …, as SES spells it. */
  readonly feedbackSubtype: string | undefined
  /** True if SES did not send the mail, because the address is on the suppression list of the account. */
  readonly isListed: boolean
  readonly at: string
  /** When SES accepted the mail. */
  readonly sentAt: string
}

export type BounceReport = {
  /** RFC 3463, such as `5.1.1`. */
  readonly status: string | undefined
  readonly diagnosticCode: string | undefined
}
