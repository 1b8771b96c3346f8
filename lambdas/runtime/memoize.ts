/** Caches a value that never changes while a Lambda runs. A failure is not cached. */
export function memoize<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let cached: Promise<Value> | undefined
  return () => {
    cached ??= load().catch((error) => {
      cached = undefined
      throw error
    })
    return cached
  }
}
