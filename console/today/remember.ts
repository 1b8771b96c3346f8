/**
 * Returns a function that loads a value by its key, and returns the same value again while that is young enough. Requests
 * at the same time share one load. A failure is not remembered.
 * @param lifetime milliseconds
 */
export function rememberFor<Value>(
  lifetime: number,
  load: (key: string) => Promise<Value>,
  now: () => number = Date.now,
): (key: string) => Promise<Value> {
  const values = new Map<string, { readonly value: Promise<Value>; readonly at: number }>()
  return (key) => {
    const former = values.get(key)
    if (former && now() - former.at < lifetime) return former.value
    const next = { value: load(key), at: now() }
    values.set(key, next)
    next.value.catch(() => values.delete(key))
    return next.value
  }
}
