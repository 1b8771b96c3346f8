import type { AwsResponse, Permission } from '../../endpoint/aws-service.ts'
import type { ListedObject } from '../objects/object-store.ts'
import { storageClassOf } from '../objects/storage-headers.ts'
import { type Operation, onBucket, type S3State } from '../protocol/operation.ts'
import { invalidArgument } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { urlEncode } from '../protocol/url-encoding.ts'
import type { XmlContent, XmlElement } from '../protocol/xml-writer.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { owner } from './bucket-operations.ts'
import { type ListPage, type ListQuery, listKeys } from './key-listing.ts'

const shared = ['prefix', 'delimiter', 'max-keys', 'encoding-type']

export const listObjectsV2: Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  level: 'bucket',
  selectedBy: ['list-type'],
  parameters: [...shared, 'start-after', 'continuation-token', 'fetch-owner'],
  permissions: listPermissions,
  handle: (request, state) => {
    const { query } = request
    const listType = query.get('list-type') ?? ''
    if (listType !== '2') throw invalidArgument('list-type', listType, 'Invalid List Type specified in Request')
    const token = query.get('continuation-token')
    const startAfter = query.get('start-after')
    const after = token === null ? (startAfter ?? '') : decodeToken(token)
    return answerList(request, state, after, query.get('fetch-owner') === 'true', (page, encode) => [
      ['KeyCount', page.contents.length + page.commonPrefixes.length],
      token === null ? undefined : ['ContinuationToken', token],
      startAfter === null ? undefined : ['StartAfter', encode(startAfter)],
      page.next === undefined ? undefined : ['NextContinuationToken', encodeToken(page.next)],
    ])
  },
}

/** The first version of the operation, which older clients use. */
export const listObjects: Operation = {
  name: 'ListObjects',
  method: 'GET',
  level: 'bucket',
  parameters: [...shared, 'marker'],
  permissions: listPermissions,
  handle: (request, state) => {
    const marker = request.query.get('marker') ?? ''
    return answerList(request, state, marker, true, (page, encode) => [
      ['Marker', encode(marker)],
      // Without a delimiter, clients continue after the last key.
      page.next !== undefined && request.query.get('delimiter') ? ['NextMarker', encode(page.next)] : undefined,
    ])
  },
}

type Encode = (text: string) => string
type Position = (page: ListPage<ListedObject>, encode: Encode) => readonly (XmlElement | undefined)[]

function answerList(
  request: S3Request,
  state: S3State,
  after: string,
  withOwner: boolean,
  position: Position,
): AwsResponse {
  const { bucket } = request
  const query = { ...readListQuery(request.query), after }
  const encoding = readEncoding(request.query)
  const encode: Encode = encoding ? urlEncode : (text) => text
  state.buckets.need(bucket)
  const page = listKeys((first, limit) => state.objects.listFrom(bucket, first, limit), query)
  return xmlAnswer([
    'ListBucketResult',
    [
      ['Name', bucket],
      ['Prefix', encode(query.prefix)],
      query.delimiter === '' ? undefined : ['Delimiter', encode(query.delimiter)],
      ['MaxKeys', query.maxKeys],
      encoding ? ['EncodingType', encoding] : undefined,
      ['IsTruncated', page.next !== undefined],
      ...position(page, encode),
      ...page.contents.map((object): XmlElement => ['Contents', renderContents(object, encode, withOwner)]),
      ...page.commonPrefixes.map((prefix): XmlElement => ['CommonPrefixes', [['Prefix', encode(prefix)]]]),
    ],
  ])
}

function renderContents(
  { key, size, etag, modified, headers }: ListedObject,
  encode: Encode,
  withOwner: boolean,
): XmlContent {
  return [
    ['Key', encode(key)],
    ['LastModified', modified.toISOString()],
    ['ETag', `"${etag}"`],
    ['Size', size],
    withOwner ? owner : undefined,
    ['StorageClass', storageClassOf(headers)],
  ]
}

export function readListQuery(query: URLSearchParams): Omit<ListQuery, 'after'> {
  const maxKeys = query.get('max-keys') || '1000'
  if (!/^\d{1,10}$/.test(maxKeys) || Number(maxKeys) > 2_147_483_647) {
    throw invalidArgument('max-keys', maxKeys, 'Provided max-keys not an integer or within integer range')
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(Number(maxKeys), 1000),
  }
}

export function readEncoding(query: URLSearchParams): 'url' | undefined {
  const encoding = query.get('encoding-type')
  if (!encoding) return undefined
  if (encoding === 'url') return encoding
  throw invalidArgument('encoding-type', encoding, 'Invalid Encoding Method specified in Request')
}

function encodeToken(after: string): string {
  return Buffer.from(after).toString('base64url')
}

function decodeToken(token: string): string {
  const after = Buffer.from(token, 'base64url').toString()
  if (after === '' || encodeToken(after) !== token) {
    throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect')
  }
  return after
}

/** Leaves out absent parameters instead of giving them an empty value, so that no condition on them holds. */
export function listPermissions(request: S3Request): Permission[] {
  const names = ['prefix', 'delimiter', 'max-keys'].filter((name) => request.query.has(name))
  const context = Object.fromEntries(names.map((name) => [`s3:${name}`, [request.query.get(name) ?? '']]))
  return [{ ...onBucket('s3:ListBucket', request), context }]
}
