import { owner } from '../buckets/bucket-operations.ts'
import { findCommonPrefix } from '../buckets/key-listing.ts'
import { readEncoding } from '../buckets/list-objects.ts'
import { renderNext, renderPrefixes } from '../buckets/marked-page.ts'
import { storageClassOf } from '../objects/storage-headers.ts'
import { type Operation, onBucket } from '../protocol/operation.ts'
import { invalidArgument } from '../protocol/s3-error.ts'
import { urlEncode } from '../protocol/url-encoding.ts'
import { type XmlElement, xmlAnswer } from '../protocol/xml-writer.ts'
import type { Upload } from './upload-store.ts'

export const listMultipartUploads: Operation = {
  name: 'ListMultipartUploads',
  method: 'GET',
  level: 'bucket',
  selectedBy: ['uploads'],
  parameters: ['prefix', 'delimiter', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type'],
  permissions: (request) => [onBucket('s3:ListBucketMultipartUploads', request)],
  handle: ({ bucket, query }, { buckets, uploads }) => {
    buckets.need(bucket)
    const encoding = readEncoding(query)
    const encode = encoding ? urlEncode : (text: string) => text
    const parameter = (name: string) => query.get(name) ?? ''
    const limit = readLimit(query.get('max-uploads') || '1000')
    const [prefix, delimiter] = [parameter('prefix'), parameter('delimiter')]
    const following = skip(uploads.list(bucket), parameter('key-marker'), parameter('upload-id-marker'))
    const matching = following.filter(({ key }) => key.startsWith(prefix))
    const entries = fold(matching, prefix, delimiter).filter((entry) => entry !== parameter('key-marker'))
    const page = entries.slice(0, limit)
    const last = page.at(-1)
    const isTruncated = entries.length > limit
    return xmlAnswer([
      'ListMultipartUploadsResult',
      [
        ['Bucket', bucket],
        ['KeyMarker', encode(parameter('key-marker'))],
        ['UploadIdMarker', parameter('upload-id-marker')],
        ...(isTruncated && last ? renderNext(last, ({ id }) => ['NextUploadIdMarker', id], encode) : []),
        ['Prefix', encode(prefix)],
        delimiter === '' ? undefined : ['Delimiter', encode(delimiter)],
        encoding ? ['EncodingType', encoding] : undefined,
        ['MaxUploads', limit],
        ['IsTruncated', isTruncated],
        ...page.flatMap((entry) => (typeof entry === 'string' ? [] : [renderUpload(entry, encode)])),
        ...renderPrefixes(page, encode),
      ],
    ])
  },
}

/** Replaces the uploads below a common prefix by the prefix. */
function fold(uploads: readonly Upload[], prefix: string, delimiter: string): (Upload | string)[] {
  const entries = uploads.map((upload) => findCommonPrefix(upload.key, { prefix, delimiter }) ?? upload)
  return entries.filter((entry, index) => entry !== entries[index - 1])
}

/** Returns the uploads after the one that the markers name, or after all of that key. */
function skip(uploads: readonly Upload[], keyMarker: string, idMarker: string): readonly Upload[] {
  if (keyMarker === '') return uploads
  const at = uploads.findIndex(({ key, id }) => key === keyMarker && id === idMarker)
  if (at >= 0) return uploads.slice(at + 1)
  return uploads.filter(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0)
}

function renderUpload(upload: Upload, encode: (text: string) => string): XmlElement {
  const { key, id, initiated, headers, checksum } = upload
  const [name, content] = owner
  const facts: readonly (XmlElement | undefined)[] = [
    ['Key', encode(key)],
    ['UploadId', id],
    ['Initiator', content],
    [name, content],
    ['StorageClass', storageClassOf(headers)],
    ['Initiated', initiated.toISOString()],
    checksum && ['ChecksumAlgorithm', checksum.algorithm],
    checksum && ['ChecksumType', checksum.type],
  ]
  return ['Upload', facts]
}

function readLimit(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Math.min(Number(text), 1000)
  throw invalidArgument('max-uploads', text, 'Provided max-uploads not an integer or within integer range')
}
