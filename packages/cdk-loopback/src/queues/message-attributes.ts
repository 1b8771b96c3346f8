import { createHash } from 'node:crypto'
import * as z from 'zod'
import { invalidParameter } from './sqs/sqs-error.ts'

const messageAttribute = z.strictObject({
  DataType: z.string(),
  StringValue: z.string().optional(),
  /** Base64. */
  BinaryValue: z.string().optional(),
})

export const messageAttributes = z.record(z.string(), messageAttribute)

export type MessageAttribute = z.output<typeof messageAttribute>
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>

/** @throws {AwsError} for attributes that SQS refuses */
export function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes)
  if (entries.length > 10) throw invalidParameter('Number of message attributes [maximum 10] exceeded.')
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    if (!/^(?!aws\.|amazon\.|\.)[\w.-]{1,256}$/i.test(name) || /\.\.|\.$/.test(name)) {
      throw invalidParameter(`The message attribute name '${name}' is invalid.`)
    }
    if (!/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
      throw invalidParameter(`The message attribute '${name}' has an invalid message attribute type: ${DataType}.`)
    }
    const value = DataType.startsWith('Binary') ? BinaryValue : StringValue
    if (!value) {
      const member = DataType.startsWith('Binary') ? 'Binary' : 'String'
      throw invalidParameter(`The message attribute '${name}' must contain a non-empty ${member} value.`)
    }
  }
}

/** Returns texts as message attributes. */
export function textAttributes(texts: Readonly<Record<string, string>>): MessageAttributes {
  return Object.fromEntries(
    Object.entries(texts).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  )
}

/** Returns the bytes that the attributes add to a message. */
export function attributesSize(attributes: MessageAttributes): number {
  const sizes = Object.entries(attributes).map(
    ([name, attribute]) => Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + bytesOf(attribute).length,
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Returns the attributes that ReceiveMessage requests by name, by `prefix.*`, or with `All`. */
export function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isSelected = (name: string) =>
    names.some((pattern) => {
      if (pattern === 'All' || pattern === '.*') return true
      return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
    })
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isSelected(name)))
}

/**
 * Returns the digest that clients verify; undefined without attributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort()
  if (names.length === 0) return undefined
  const hash = createHash('md5')
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(length).update(bytes)
  }
  for (const name of names) {
    const attribute = attributes[name]
    if (!attribute) continue
    add(Buffer.from(name))
    add(Buffer.from(attribute.DataType))
    hash.update(Buffer.from([isBinary(attribute) ? 2 : 1]))
    add(bytesOf(attribute))
  }
  return hash.digest('hex')
}

const isBinary = ({ DataType }: MessageAttribute): boolean => DataType.startsWith('Binary')

function bytesOf(attribute: MessageAttribute): Buffer {
  const { StringValue = '', BinaryValue = '' } = attribute
  return isBinary(attribute) ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue)
}
