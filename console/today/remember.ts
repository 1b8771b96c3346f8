/** How many times longer than its loading a value is kept. */
const costFactor = 10

/**
 * Returns a function that loads a value by its key, and returns the same value again while that is young enough. Requests
 * at the same time share one load. A failure is not remembered. A value that takes long is kept for ten times as long as it
 * took, so that loading it again and again costs little.
 * @param lifetime milliseconds; the shortest
 */
export function rememberFor<Value>(
  lifetime: number,
  load: (key: string) => Promise<Value>,
  now: () => number = Date.now,
): (key: string) => Promise<Value> {
  const values = new Map<string, { readonly value: Promise<Value>; until: number }>()
  return (key) => {
    const former = values.get(key)
    if (former && now() < former.until) return former.value
    const startedAt = now()
    const next = { value: load(key), until: Number.POSITIVE_INFINITY }
    values.set(key, next)
    next.value.then(
      () => {
        next.until = Math.max(startedAt + lifetime, now() + costFactor * (now() - startedAt))
      },
      () => values.delete(key),
    )
    return next.value
  }
}
