import { AwsError } from '../../endpoint/aws-service.ts'
import { readAnnouncedChecksum } from '../bodies/checksum.ts'
import { readDocument } from '../bodies/incoming-body.ts'
import { bodyHeaders } from '../protocol/known-headers.ts'
import type { Operation, S3State } from '../protocol/operation.ts'
import { invalidRequest, malformedXml, notImplemented } from '../protocol/s3-error.ts'
import { checkKey, type S3Request } from '../protocol/s3-request.ts'
import { childrenNamed, childText, parseXml, type XmlNode } from '../protocol/xml-reader.ts'
import type { XmlElement } from '../protocol/xml-writer.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { deletePermissions, removeObject, type Target } from './delete-object.ts'

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  level: 'bucket',
  selectedBy: ['delete'],
  headers: bodyHeaders,
  permissions: async (request) => {
    checkDigest(request)
    const { targets } = parseDelete(await readDocument(request))
    return targets.flatMap((target) => deletePermissions(request.bucket, target))
  },
  handle: async (request, state) => {
    const { targets, quiet } = parseDelete(await readDocument(request))
    state.buckets.need(request.bucket)
    const results = state.database.transaction(() => targets.map((target) => removeOne(state, request.bucket, target)))
    return xmlAnswer(['DeleteResult', results.filter(([name]) => name === 'Error' || !quiet)])
  },
}

/** Checks that the request has a digest of its document, so that no damaged one removes other objects. */
function checkDigest({ headers }: S3Request): void {
  if (headers['content-md5'] !== undefined || readAnnouncedChecksum(headers)) return
  throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*')
}

/** Removes one key or version. Each succeeds or fails independently. */
function removeOne(state: S3State, bucket: string, target: Target): XmlElement {
  const named: readonly (XmlElement | undefined)[] = [
    ['Key', target.key],
    target.version === undefined ? undefined : ['VersionId', target.version],
  ]
  try {
    const { version, isMarker } = removeObject(state, bucket, { ...target, key: checkKey(target.key) })
    const marker: readonly (XmlElement | undefined)[] = isMarker
      ? [['DeleteMarker', true], version === undefined ? undefined : ['DeleteMarkerVersionId', version]]
      : []
    return ['Deleted', [...named, ...marker]]
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return ['Error', [...named, ['Code', error.code], ['Message', error.message]]]
  }
}

function parseDelete(document: string): { targets: readonly Target[]; quiet: boolean } {
  const root = parseXml(document, 'Delete')
  const targets = childrenNamed(root, 'Object').map(readTarget)
  if (targets.length === 0 || targets.length > 1000) throw malformedXml()
  return { targets, quiet: childText(root, 'Quiet') === 'true' }
}

function readTarget(node: XmlNode): Target {
  const key = childText(node, 'Key')
  if (!key) throw malformedXml()
  const unknown = node.children.find(({ name }) => !['Key', 'VersionId', 'ETag'].includes(name))
  if (unknown) throw notImplemented(`${unknown.name} of DeleteObjects`)
  return { key, version: childText(node, 'VersionId'), ifMatch: childText(node, 'ETag') }
}
