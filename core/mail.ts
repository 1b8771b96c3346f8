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
