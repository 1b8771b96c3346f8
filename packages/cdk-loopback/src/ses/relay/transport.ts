/** What a relay gets of one mail: one recipient, and the message as it was accepted. */
export type OutgoingMail = {
  /** The SES message id. */
  readonly id: string
  /** The sender of the envelope, to which bounces return. */
  readonly sender: string
  readonly recipient: string
  readonly tags: Readonly<Record<string, string>>
  readonly raw: Buffer
}

/** The steps of handing over a mail, in order. `body` is the end of the message after DATA. */
export const steps = ['connect', 'greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'body'] as const
export type Step = (typeof steps)[number]

/** What a relay answers to a mail. */
export type Answer = { readonly kind: 'accepted'; readonly text: string } | Refusal

export type Refusal = {
  readonly kind: 'refused'
  readonly step: Step
  /** The reply code of RFC 5321; undefined if there was no reply. */
  readonly code?: number
  /** The reply as the server wrote it, or what went wrong with the connection. */
  readonly text: string
  /** Why the account may not send, and what to do, if the transport knows that better than the code says. */
  readonly reason?: string
}

/** A way out of this machine for accepted mails. */
export type Transport = {
  /** For messages: where mails go, without a password. */
  readonly name: string
  /** Whether events about its mails come from elsewhere, also those about deliveries. Default: the answer is the event. */
  readonly reports?: boolean
  /** Hands over a mail. Resolves with the answer, also if there is no connection. */
  send(mail: OutgoingMail): Promise<Answer>
  /** Checks that mails can be handed over: connection, encryption, account. */
  check(): Promise<Answer>
  /** Ends what can be ended without doubt: not a message whose answer is due. `now` ends that, too. */
  close(now?: boolean): void
}
