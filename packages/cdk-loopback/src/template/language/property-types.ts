import * as z from 'zod'

/** Property values as CloudFormation takes them: `"30"` is a number and `"true"` a boolean, and the reverse. */
export const text = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  z.string(),
)
export const whole = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value),
  z.int(),
)
export const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean())

/** Accepts a list, or a single element instead of a list of one. */
export function oneOrMany<T extends z.ZodType>(element: T) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(element))
}

/** Properties without a meaning on one machine. They may have any value, even an unresolved one. */
export function withoutMeaning<const Name extends string>(...names: Name[]) {
  const members = names.map((name) => [name, z.unknown().optional()])
  return Object.fromEntries(members) as Record<Name, z.ZodOptional<z.ZodUnknown>> // fromEntries forgets the names
}
