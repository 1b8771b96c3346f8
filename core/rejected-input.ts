/** Thrown for input that can never work. The error is recorded for the person who sent the input, and nothing is retried. */
export class RejectedInputError extends Error {
  override name = 'RejectedInputError'
}
