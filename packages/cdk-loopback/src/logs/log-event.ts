/** A log event of a log group, as a function or a rule writes it. */
export type NewLogEvent = {
  readonly group: string
  readonly stream: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly message: string
}

export type LogEvent = NewLogEvent & {
  /** Grows with each event. */
  readonly id: number
  /** Milliseconds since 1970. */
  readonly ingestedAt: number
}

/** A place between two events of a log group, which are in the order of their times and then of their ids. */
export type LogPosition = { readonly at: number; readonly id: number }

/** Bytes. CloudWatch Logs refuses larger events; the rest of a longer message is left out here. */
const largestMessage = 262_118

/** Cuts a message that is too large for a log event. */
export function cutMessage(message: string): string {
  if (Buffer.byteLength(message) <= largestMessage) return message
  // The cut may split a character, which would become U+FFFD.
  return Buffer.from(message).subarray(0, largestMessage).toString().replace(/�+$/, '')
}

/** Returns the name of the group that an ARN names, which may end in `:*`. */
export function logGroupOf(arn: string): string {
  return arn.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '')
}
