import { AwsError } from '../../endpoint/aws-service.ts'
import { readDocument } from '../bodies/incoming-body.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import type { Operation, S3State } from '../protocol/operation.ts'
import { malformedXml, notImplemented } from '../protocol/s3-error.ts'
import { checkKey } from '../protocol/s3-request.ts'
import { childrenNamed, childText, parseXml, type XmlNode } from '../protocol/xml-reader.ts'
import type { XmlElement } from '../protocol/xml-writer.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { deletePermissions, removeObject } from './delete-object.ts'

type Removal = { readonly key: string; readonly ifMatch: string | undefined }

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  level: 'bucket',
  selectedBy: ['delete'],
  headers: bodyHeaders,
  permissions: async (request) => {
    const { removals } = parseDelete(await readDocument(request))
    return removals.flatMap(({ key, ifMatch }) => deletePermissions(request.bucket, key, ifMatch))
  },
  handle: async (request, state) => {
    const { removals, quiet } = parseDelete(await readDocument(request))
    state.buckets.need(request.bucket)
    const results = state.database.transaction(() => removals.map((one) => removeOne(state, request.bucket, one)))
    return xmlAnswer(['DeleteResult', results.filter(([name]) => name === 'Error' || !quiet)])
  },
}

/** Removes one key. Each key succeeds or fails independently. */
function removeOne(state: S3State, bucket: string, { key, ifMatch }: Removal): XmlElement {
  try {
    removeObject(state, bucket, checkKey(key), ifMatch)
    return ['Deleted', [['Key', key]]]
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [
      'Error',
      [
        ['Key', key],
        ['Code', error.code],
        ['Message', error.message],
      ],
    ]
  }
}

function parseDelete(document: string): { removals: readonly Removal[]; quiet: boolean } {
  const root = parseXml(document, 'Delete')
  const removals = childrenNamed(root, 'Object').map(readRemoval)
  if (removals.length === 0 || removals.length > 1000) throw malformedXml()
  return { removals, quiet: childText(root, 'Quiet') === 'true' }
}

function readRemoval(node: XmlNode): Removal {
  const key = childText(node, 'Key')
  if (!key) throw malformedXml()
  const unknown = node.children.find(({ name, text }) => !isSupported(name, text))
  if (unknown) throw notImplemented(`${unknown.name} of DeleteObjects`)
  return { key, ifMatch: childText(node, 'ETag') }
}

function isSupported(name: string, text: string): boolean {
  return name === 'Key' || name === 'ETag' || (name === 'VersionId' && text === 'null')
}
