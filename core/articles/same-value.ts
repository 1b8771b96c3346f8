import { isDeepStrictEqual } from 'node:util'

/** Compares values in their stored form. Undefined properties and the order of properties do not matter. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(stored(one), stored(other))
}

function stored(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
