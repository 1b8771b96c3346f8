import * as z from 'zod/mini'
import { RejectedInputError } from '../rejected-input.ts'

/** One change of one object. S3 delivers events at least once and in any order. */
export type UploadEvent = {
  readonly kind: 'put' | 'delete'
  readonly key: string
  /** Hexadecimal. Sequencers order the events of one key. */
  readonly sequencer: string
  /** Bytes; undefined for a delete. */
  readonly size: number | undefined
  readonly eTag: string | undefined
  /** The instant at which S3 made the change. */
  readonly at: string | undefined
}

const sequencer = z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/))
const eventRecord = z.object({
  eventName: z.string(),
  eventTime: z.optional(z.string()),
  s3: z.object({
    object: z.object({
      key: z.string(),
      sequencer,
      size: z.optional(z.number()),
      eTag: z.optional(z.string()),
    }),
  }),
})
/** An event of S3 on an event bus. Its key is not encoded. */
const busEvent = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string(),
  time: z.optional(z.string()),
  detail: z.object({
    object: z.object({ key: z.string(), sequencer, size: z.optional(z.number()), etag: z.optional(z.string()) }),
  }),
})
const eventMessage = z.union([
  busEvent,
  z.object({ Event: z.literal('s3:TestEvent') }),
  z.object({ Records: z.array(eventRecord) }),
])

/**
 * Reads an S3 event notification, or an event of S3 on an event bus. The test event that S3 sends first contains no changes.
 * @throws {RejectedInputError} if the message is anything else
 */
export function parseUploadEvents(body: unknown): readonly UploadEvent[] {
  const message = eventMessage.safeParse(body)
  if (!message.success) throw new RejectedInputError('This is not an S3 event notification.')
  if ('detail' in message.data) return readBusEvent(message.data)
  if (!('Records' in message.data)) return []
  return message.data.Records.flatMap(({ eventName, eventTime, s3: { object } }) => {
    const kind = kindOf(eventName)
    if (kind === undefined) return []
    const { sequencer, size, eTag } = object
    return [{ kind, key: decodeKey(object.key), sequencer, size, eTag, at: eventTime }]
  })
}

function readBusEvent({ 'detail-type': type, time, detail }: z.output<typeof busEvent>): readonly UploadEvent[] {
  const kind = type === 'Object Created' ? 'put' : type === 'Object Deleted' ? 'delete' : undefined
  if (kind === undefined) return []
  const { key, sequencer, size, etag: eTag } = detail.object
  return [{ kind, key, sequencer, size, eTag, at: time }]
}

function kindOf(eventName: string): UploadEvent['kind'] | undefined {
  if (/^(s3:)?ObjectCreated:/.test(eventName)) return 'put'
  if (/^(s3:)?(ObjectRemoved|LifecycleExpiration):/.test(eventName)) return 'delete'
  return undefined
}

/**
 * Decodes a key of an S3 event, which is percent-encoded with `+` for a space.
 * @throws {RejectedInputError} if it is encoded in another way
 */
export function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch (cause) {
    throw new RejectedInputError(`The key "${encoded}" of an S3 event is not percent-encoded UTF-8.`, { cause })
  }
}
