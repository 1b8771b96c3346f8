import { invalidParameter, serializationError, validationError } from '../protocol/dynamodb-error.ts'
import { type AttributeType, type AttributeValue, attributeTypes, type Item } from './attribute-value.ts'
import { normalizeNumber } from './decimal.ts'

const maxDepth = 32
const types = new Set<string>(attributeTypes)

/** Checks a map of attribute values from a request, and normalizes its numbers. */
export function decodeItem(input: object, depth = 0): Item {
  const attributes: [string, AttributeValue][] = []
  for (const [name, value] of Object.entries(input)) attributes.push([decodeText(name), decodeValue(value, depth)])
  return Object.fromEntries(attributes)
}

export function decodeValue(input: unknown, depth = 0): AttributeValue {
  if (!isMap(input)) throw serializationError('Unexpected value type in payload')
  if (depth > maxDepth) throw validationError('Nesting Levels have exceeded supported limits')
  const [member, ...more] = Object.entries(input).filter(([name]) => types.has(name))
  if (!member)
    throw validationError('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes')
  if (more.length > 0)
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    )
  const [type, payload] = member
  return decoders[type as AttributeType](payload, depth) // `types` has it
}

const decoders: Readonly<Record<AttributeType, (payload: unknown, depth: number) => AttributeValue>> = {
  S: (payload) => ({ S: decodeText(payload) }),
  N: (payload) => ({ N: normalizeNumber(decodeText(payload)) }),
  B: (payload) => ({ B: decodeBytes(payload) }),
  BOOL: (payload) => {
    if (typeof payload !== 'boolean') throw serializationError('Unexpected token received from parser')
    return { BOOL: payload }
  },
  NULL: (payload) => {
    if (payload !== true) throw invalidParameter('Null attribute value types must have the value of true')
    return { NULL: true }
  },
  SS: (payload) => ({ SS: decodeSet(payload, decodeText, 'An string set  may not be empty') }),
  NS: (payload) => ({
    NS: decodeSet(payload, (member) => normalizeNumber(decodeText(member)), 'An number set  may not be empty'),
  }),
  BS: (payload) => ({ BS: decodeSet(payload, decodeBytes, 'Binary sets should not be empty') }),
  L: (payload, depth) => ({ L: decodeList(payload).map((member) => decodeValue(member, depth + 1)) }),
  M: (payload, depth) => {
    if (!isMap(payload)) throw serializationError('Unexpected field type')
    return { M: decodeItem(payload, depth + 1) }
  },
}

function decodeSet(payload: unknown, decode: (member: unknown) => string, ifEmpty: string): string[] {
  const members = decodeList(payload).map(decode)
  if (members.length === 0) throw invalidParameter(ifEmpty)
  if (new Set(members).size < members.length)
    throw invalidParameter(`Input collection [${members.join(', ')}] contains duplicates.`)
  return members
}

function decodeList(payload: unknown): unknown[] {
  if (!Array.isArray(payload)) throw serializationError('Unexpected field type')
  return payload
}

/** Refuses lone surrogates. They have no UTF-8 form, so keys that differ only in one would become equal. */
function decodeText(payload: unknown): string {
  if (typeof payload !== 'string') throw serializationError(`${typeof payload} cannot be converted to String`)
  if (!payload.isWellFormed()) throw serializationError('A string contains a lone surrogate')
  return payload
}

function decodeBytes(payload: unknown): string {
  const text = decodeText(payload)
  if (Buffer.from(text, 'base64').toString('base64') !== text)
    throw serializationError('A binary value is not valid Base64')
  return text
}

function isMap(input: unknown): input is object {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}
