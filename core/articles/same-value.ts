import { isDeepStrictEqual } from 'node:util'

/** Compares values as they are stored: without undefined properties, and without an order of properties. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(stored(one), stored(other))
}

function stored(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
