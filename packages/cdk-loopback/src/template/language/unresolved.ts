/**
 * Represents a value that cannot be resolved. It becomes a problem only if the value is needed. Its reason says why the
 * value is missing.
 */
export class Unresolved {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** Finds the first unresolved value, at any depth. */
export function findUnresolved(value: unknown): Unresolved | undefined {
  if (value instanceof Unresolved) return value
  if (typeof value !== 'object' || value === null) return undefined
  for (const each of Object.values(value)) {
    const unresolved = findUnresolved(each)
    if (unresolved) return unresolved
  }
  return undefined
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved)
}
