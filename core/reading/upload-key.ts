import * as z from 'zod/mini'
import { RejectedInputError } from '../rejected-input.ts'
import { fileExtension, isFileName } from './file-types.ts'
import type { ArticleSource } from './manuscript.ts'

export type UploadFormat = 'txt' | 'md' | 'html'

/** What an object in the uploads bucket is to us. An article of no format we know is rejected with a receipt. */
export type UploadRole =
  | { readonly kind: 'article'; readonly source: ArticleSource; readonly format: UploadFormat | undefined }
  | { readonly kind: 'asset'; readonly source: ArticleSource }
  | { readonly kind: 'ignored' }

const formats: Readonly<Record<string, UploadFormat>> = {
  txt: 'txt',
  md: 'md',
  markdown: 'md',
  html: 'html',
  htm: 'html',
}
const sources: Readonly<Record<string, ArticleSource>> = { articles: 'news', backfill: 'backfill' }
/** What file managers and editors leave behind. */
const junk =
  /^(\.ds_store|thumbs\.db|desktop\.ini|\.gitkeep|\.keep|\._.*|~\$.*|\.#.*|.*~|.*\.sw[op]|.*\.(tmp|part|crdownload))$/i

export function classifyKey(key: string): UploadRole {
  const [folder = '', ...path] = key.split('/')
  const name = path.at(-1) ?? ''
  const source = Object.hasOwn(sources, folder) ? sources[folder] : undefined
  if (source === undefined || name === '' || path[0] === '__MACOSX' || junk.test(name)) return { kind: 'ignored' }
  if (isFileName(name)) return { kind: 'asset', source }
  const extension = fileExtension(name)
  return { kind: 'article', source, format: Object.hasOwn(formats, extension) ? formats[extension] : undefined }
}

/** One change of one object, in the words of S3. Events arrive at least once and in any order. */
export type UploadEvent = {
  readonly kind: 'put' | 'delete'
  readonly key: string
  /** Hexadecimal; orders the events of one key. */
  readonly sequencer: string
  /** Bytes; undefined for a delete. */
  readonly size: number | undefined
  readonly eTag: string | undefined
  /** When S3 stored it. */
  readonly at: string | undefined
}

const eventRecord = z.object({
  eventName: z.string(),
  eventTime: z.optional(z.string()),
  s3: z.object({
    object: z.object({
      key: z.string(),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/)),
      size: z.optional(z.number()),
      eTag: z.optional(z.string()),
    }),
  }),
})
const eventMessage = z.union([
  z.object({ Event: z.literal('s3:TestEvent') }),
  z.object({ Records: z.array(eventRecord) }),
])

/**
 * Reads an S3 event notification; the test event that S3 sends at first holds none.
 * @throws {RejectedInputError} if it is something else.
 */
export function parseUploadEvents(body: unknown): readonly UploadEvent[] {
  const message = eventMessage.safeParse(body)
  if (!message.success) throw new RejectedInputError('This is not an S3 event notification.')
  if (!('Records' in message.data)) return []
  return message.data.Records.flatMap(({ eventName, eventTime, s3: { object } }) => {
    const kind = kindOf(eventName)
    if (kind === undefined) return []
    const { sequencer, size, eTag } = object
    return [{ kind, key: decodeKey(object.key), sequencer, size, eTag, at: eventTime }]
  })
}

function kindOf(eventName: string): UploadEvent['kind'] | undefined {
  if (/^(s3:)?ObjectCreated:/.test(eventName)) return 'put'
  if (/^(s3:)?(ObjectRemoved|LifecycleExpiration):/.test(eventName)) return 'delete'
  return undefined
}

/**
 * A key as it stands in S3 events: percent-encoded, with `+` for space.
 * @throws {RejectedInputError} if it is not encoded so.
 */
export function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch (cause) {
    throw new RejectedInputError(`The key "${encoded}" of an S3 event is not percent-encoded UTF-8.`, { cause })
  }
}
