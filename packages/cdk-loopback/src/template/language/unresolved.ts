/**
 * Stands in a template where a value cannot be known. It is a problem only if somebody needs the value, and then it
 * says why there is none.
 */
export class Unresolved {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** The first value that is unresolved, however deep. */
export function findUnresolved(value: unknown): Unresolved | undefined {
  if (value instanceof Unresolved) return value
  if (typeof value !== 'object' || value === null) return undefined
  for (const each of Object.values(value)) {
    const found = findUnresolved(each)
    if (found) return found
  }
  return undefined
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved)
}
