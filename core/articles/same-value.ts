import { isDeepStrictEqual } from 'node:util'

/** Compares as stored: there, an undefined property is none and the order of properties is lost. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(stored(one), stored(other))
}

function stored(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
