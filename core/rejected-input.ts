/** Input that can never work, however often it is tried. It is recorded for the person who sent it, and not retried. */
export class RejectedInputError extends Error {
  override name = 'RejectedInputError'
}
