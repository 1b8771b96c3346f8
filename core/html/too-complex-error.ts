/** The document is too large or too deeply nested to be handled in bounded time. */
export class TooComplexError extends Error {
  override name = 'TooComplexError'
}
