import { type AttributeValue, type Item, readSet } from './attribute-value.ts'
import { parseDecimal } from './decimal.ts'

/** Bytes. Maximum size of an item, including the names of its attributes. */
export const maxItemSize = 400 * 1024

/** Returns bytes as in the Developer Guide, "DynamoDB item sizes and formats", and for numbers as measured on AWS. */
export function itemSize(item: Item): number {
  let size = 0
  for (const [name, value] of Object.entries(item)) size += Buffer.byteLength(name) + valueSize(value)
  return size
}

function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S)
  if ('N' in value) return numberSize(value.N)
  if ('B' in value) return Buffer.byteLength(value.B, 'base64')
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSize(value.M)
  if ('L' in value) return value.L.reduce((size, member) => size + 1 + valueSize(member), 3)
  const set = readSet(value)
  if (!set) return 1
  return set.members.reduce((size, member) => size + memberSize(set.type, member), 0)
}

function memberSize(type: 'SS' | 'NS' | 'BS', member: string): number {
  if (type === 'NS') return numberSize(member)
  return Buffer.byteLength(member, type === 'SS' ? 'utf8' : 'base64')
}

/** Returns bytes: one, one for a sign, and one for every two significant digits before and after the point. */
function numberSize(number: string): number {
  const { negative, digits, magnitude } = parseDecimal(number)
  const whole = Math.min(Math.max(magnitude + 1, 0), digits.length)
  return 1 + (negative ? 1 : 0) + Math.ceil(whole / 2) + Math.ceil((digits.length - whole) / 2)
}
