/** A value in the API's form. Numbers are in the normal form of `decimal.ts`, bytes in base64. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item }

export type Item = Readonly<Record<string, AttributeValue>>

export const attributeTypes = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'] as const
export type AttributeType = (typeof attributeTypes)[number]
type SetType = 'SS' | 'NS' | 'BS'

export function typeOf(value: AttributeValue): AttributeType {
  return Object.keys(value)[0] as AttributeType // a value has exactly one member, its type
}

/** Returns an attribute by name. Safe for names such as `constructor`, which every object inherits. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined
}

/** Returns the attributes of these names that the item has. */
export function pickAttributes(item: Item, names: Iterable<string>): Item {
  const picked: [string, AttributeValue][] = []
  for (const name of names) {
    const value = attributeOf(item, name)
    if (value) picked.push([name, value])
  }
  return Object.fromEntries(picked)
}

/** Returns the members of a set and its type; `undefined` if the value is not a set. */
export function readSet(value: AttributeValue): { type: SetType; members: readonly string[] } | undefined {
  if ('SS' in value) return { type: 'SS', members: value.SS }
  if ('NS' in value) return { type: 'NS', members: value.NS }
  if ('BS' in value) return { type: 'BS', members: value.BS }
  return undefined
}

export function makeSet(type: SetType, members: readonly string[]): AttributeValue {
  if (type === 'SS') return { SS: members }
  return type === 'NS' ? { NS: members } : { BS: members }
}

/** Returns the result of `size()`: characters, bytes or members. Numbers, booleans and null have none. */
export function lengthOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length
  if ('B' in value) return Buffer.byteLength(value.B, 'base64')
  if ('L' in value) return value.L.length
  if ('M' in value) return Object.keys(value.M).length
  return readSet(value)?.members.length
}
