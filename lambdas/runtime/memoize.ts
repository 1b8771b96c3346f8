/** Asks once and keeps the answer, for what never changes under a running Lambda; a failure is not kept. */
export function memoize<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | undefined
  return () => {
    known ??= ask().catch((error) => {
      known = undefined
      throw error
    })
    return known
  }
}
