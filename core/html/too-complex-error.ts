/** Thrown if a document is too complex to be read in bounded time. The message is a clause: "it has too many links". */
export class TooComplexError extends Error {
  override name = 'TooComplexError'
}
