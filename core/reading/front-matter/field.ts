/** A value without type conversion: `no`, `012` and `2015-08-12` are text. An absent value is an empty text. */
export type FieldValue = string | readonly FieldValue[] | { readonly [name: string]: FieldValue }

export type Field = {
  readonly name: string
  readonly value: FieldValue
  readonly line: number
  readonly column?: number | undefined
  /** The mapping that contains it, if that only groups fields: `params` of Hugo. */
  readonly section?: string | undefined
}

/** Returns a value as one text; the items of a list are joined. Undefined if it is empty. */
export function toText(value: FieldValue | undefined): string | undefined {
  if (value === undefined) return undefined
  const text = typeof value === 'string' ? value : toList(value).join(', ')
  return text.trim() || undefined
}

/** Names of the entry of a mapping that stands for the whole: `author: { name: Ada, url: … }`. */
const labels = ['name', 'title', 'label', 'value', 'text', 'display_name', 'slug']

/** Returns the texts of a list; a mapping counts as its name. */
export function toList(value: FieldValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (isList(value)) return value.flatMap(toList)
  const label = labels.find((name) => typeof value[name] === 'string' && value[name] !== '')
  if (label !== undefined) return toList(value[label] ?? '')
  // "- Letters: a history" is meant as a text.
  const entries = Object.entries(value)
  return entries.flatMap(([name, text]) => (typeof text === 'string' ? [text === '' ? name : `${name}: ${text}`] : []))
}

export function isList(value: FieldValue | undefined): value is readonly FieldValue[] {
  return Array.isArray(value)
}

export function isMapping(value: FieldValue | undefined): value is { readonly [name: string]: FieldValue } {
  return typeof value === 'object' && !isList(value)
}

/** Returns true for a word by which programs write that there is no value. */
export function isNothing(text: string): boolean {
  return /^(?:null|~|undefined|none|nil|nan|)$/i.test(text.trim())
}
