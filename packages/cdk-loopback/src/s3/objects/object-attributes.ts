import { AwsError } from '../../endpoint/aws-service.ts'
import { checksumElement } from '../bodies/checksum.ts'
import { type Operation, onObject } from '../protocol/operation.ts'
import { invalidArgument } from '../protocol/s3-error.ts'
import { type XmlElement, xmlAnswer } from '../protocol/xml-writer.ts'
import { actionOnVersion, needObject, versionHeader } from './find-object.ts'
import type { StoredObject } from './object-store.ts'
import { storageClassOf } from './storage-headers.ts'

const attributesHeader = 'x-amz-object-attributes'

/** How to render each attribute. */
const attributes: Readonly<Record<string, (object: StoredObject) => XmlElement | undefined>> = {
  ETag: ({ etag }) => ['ETag', etag],
  Checksum: ({ checksum }) => {
    if (!checksum) return undefined
    // The number of parts is not part of a composite checksum here.
    const [name, value] = checksumElement({ ...checksum, value: checksum.value.split('-')[0] ?? '' })
    return [
      'Checksum',
      [
        [name, value],
        ['ChecksumType', checksum.type],
      ],
    ]
  },
  ObjectParts: ({ partSizes }) =>
    partSizes.length > 0 ? ['ObjectParts', [['PartsCount', partSizes.length]]] : undefined,
  StorageClass: ({ headers }) => ['StorageClass', storageClassOf(headers)],
  ObjectSize: ({ size }) => ['ObjectSize', size],
}

export const getObjectAttributes: Operation = {
  name: 'GetObjectAttributes',
  method: 'GET',
  level: 'object',
  selectedBy: ['attributes'],
  parameters: ['versionId'],
  headers: [attributesHeader, 'x-amz-max-parts', 'x-amz-part-number-marker'],
  permissions: (request) => {
    const version = request.query.get('versionId')
    const actions = ['s3:GetObject', 's3:GetObjectAttributes']
    return actions.map((action) => onObject(actionOnVersion(action, version), request))
  },
  handle: (request, state) => {
    const requested = readAttributes(request.headers[attributesHeader])
    const object = needObject(request, state)
    const elements = Object.entries(attributes).map(([name, render]) =>
      requested.has(name) ? render(object) : undefined,
    )
    const headers = versionHeader(state.buckets.need(request.bucket).versioning, object.version)
    const modified = { 'last-modified': object.modified.toUTCString() }
    return xmlAnswer(['GetObjectAttributesResponse', elements], { ...modified, ...headers })
  },
}

function readAttributes(header: string | undefined): ReadonlySet<string> {
  if (header === undefined) {
    const message = `The ${attributesHeader} header specifying the attributes to be retrieved is either missing or empty`
    throw new AwsError('InvalidRequest', 400, message)
  }
  const names = header.split(',').map((name) => name.trim())
  if (names.every((name) => Object.hasOwn(attributes, name))) return new Set(names)
  throw invalidArgument(attributesHeader, header, 'Invalid attribute name specified.')
}
