import { checkVersionId } from '../objects/find-object.ts'
import type { ListedVersion } from '../objects/object-store.ts'
import { storageClassOf } from '../objects/storage-headers.ts'
import { type Operation, onBucket, type S3State } from '../protocol/operation.ts'
import { invalidArgument } from '../protocol/s3-error.ts'
import { urlEncode } from '../protocol/url-encoding.ts'
import { type XmlElement, xmlAnswer } from '../protocol/xml-writer.ts'
import { owner } from './bucket-operations.ts'
import { listKeys } from './key-listing.ts'
import { listPermissions, readEncoding, readListQuery } from './list-objects.ts'
import { renderNext, renderPrefixes } from './marked-page.ts'

type Markers = { readonly key: string; readonly version: string }

export const listObjectVersions: Operation = {
  name: 'ListObjectVersions',
  method: 'GET',
  level: 'bucket',
  selectedBy: ['versions'],
  parameters: ['prefix', 'delimiter', 'max-keys', 'encoding-type', 'key-marker', 'version-id-marker'],
  permissions: (request) =>
    listPermissions(request).map(({ context }) => ({
      ...onBucket('s3:ListBucketVersions', request),
      ...(context && { context }),
    })),
  handle: ({ bucket, query }, state) => {
    state.buckets.need(bucket)
    const { prefix, delimiter, maxKeys } = readListQuery(query)
    const markers = { key: query.get('key-marker') ?? '', version: query.get('version-id-marker') ?? '' }
    if (markers.key === '' && markers.version !== '') {
      const message = 'A version-id marker cannot be specified without a key marker.'
      throw invalidArgument('version-id-marker', markers.version, message)
    }
    if (markers.version !== '') checkVersionId(markers.version)
    const encoding = readEncoding(query)
    const encode = encoding ? urlEncode : (text: string) => text
    const entries = listEntries(state, bucket, { prefix, delimiter, maxKeys }, markers)
    const page = entries.slice(0, maxKeys)
    const last = page.at(-1)
    const isTruncated = entries.length > maxKeys && maxKeys > 0
    return xmlAnswer([
      'ListVersionsResult',
      [
        ['Name', bucket],
        ['Prefix', encode(prefix)],
        ['KeyMarker', encode(markers.key)],
        ['VersionIdMarker', markers.version],
        ...(isTruncated && last !== undefined
          ? renderNext(last, ({ version }) => ['NextVersionIdMarker', version], encode)
          : []),
        ['MaxKeys', maxKeys],
        delimiter === '' ? undefined : ['Delimiter', encode(delimiter)],
        encoding ? ['EncodingType', encoding] : undefined,
        ['IsTruncated', isTruncated],
        ...page.flatMap((entry) => (typeof entry === 'string' ? [] : [renderVersion(entry, encode)])),
        ...renderPrefixes(page, encode),
      ],
    ])
  },
}

type Range = { readonly prefix: string; readonly delimiter: string; readonly maxKeys: number }

/** Lists versions and common prefixes after the markers, at least one more than a page has if there are so many. */
function listEntries({ objects }: S3State, bucket: string, range: Range, markers: Markers): (ListedVersion | string)[] {
  const rest = markers.version === '' ? [] : versionsAfter(objects.listVersions(bucket, markers.key), markers.version)
  const query = { ...range, maxKeys: range.maxKeys + 1, after: markers.key }
  const keys = listKeys((first, limit) => objects.listKeysFrom(bucket, first, limit), query)
  const names = [
    ...keys.contents.map(({ key }) => ({ key, isPrefix: false })),
    ...keys.commonPrefixes.map((key) => ({ key, isPrefix: true })),
  ].sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)))
  const entries: (ListedVersion | string)[] = [...rest]
  for (const { key, isPrefix } of names) {
    if (entries.length > range.maxKeys) break
    entries.push(...(isPrefix ? [key] : objects.listVersions(bucket, key)))
  }
  return entries
}

function versionsAfter(versions: readonly ListedVersion[], marker: string): readonly ListedVersion[] {
  return versions.slice(versions.findIndex(({ version }) => version === marker) + 1)
}

function renderVersion(version: ListedVersion, encode: (text: string) => string): XmlElement {
  const facts: XmlElement[] = [
    ['Key', encode(version.key)],
    ['VersionId', version.version],
    ['IsLatest', version.isLatest],
    ['LastModified', version.modified.toISOString()],
  ]
  if ('marker' in version) return ['DeleteMarker', [...facts, owner]]
  const content: XmlElement[] = [
    ['ETag', `"${version.etag}"`],
    ['Size', version.size],
    ['StorageClass', storageClassOf(version.headers)],
  ]
  return ['Version', [...facts, ...content, owner]]
}
