import type { Permission } from '../../endpoint/aws-service.ts'
import { checksumHeaders } from '../bodies/checksum.ts'
import { openUploadBody } from '../bodies/incoming-body.ts'
import { bodyHeaders, objectHeaders } from '../protocol/known-headers.ts'
import { type Operation, onObject } from '../protocol/operation.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { readObjectHeaders } from './object-headers.ts'
import { readStorage, storageHeaders } from './storage-headers.ts'
import { beginWrite, commitBody, writeHeaders } from './store-object.ts'
import { parseTagHeader } from './tag.ts'

export const putObject: Operation = {
  name: 'PutObject',
  method: 'PUT',
  level: 'object',
  headers: [...objectHeaders, ...storageHeaders, ...bodyHeaders],
  permissions: writePermissions,
  handle: async (request, state) => {
    const store = beginWrite(request, state)
    const { settings } = state.buckets.need(request.bucket)
    const headers = { ...readObjectHeaders(request.headers), ...readStorage(request.headers, settings) }
    const tags = parseTagHeader(request.headers['x-amz-tagging'])
    const incoming = openUploadBody(request)
    const body = await state.bodies.write(incoming.chunks)
    const { size, md5, checksum } = incoming.facts()
    const etag = md5.toString('hex')
    const object = { body, size, etag, md5: etag, headers, checksum, tags, partSizes: [] }
    const stored = commitBody(state, body, () => store(object, 'ObjectCreated:Put'))
    const facts = { ...checksumHeaders(checksum), ...writeHeaders(stored, state) }
    return { status: 200, headers: { etag: `"${etag}"`, 'content-length': '0', ...facts } }
  },
}

/** Lists the permissions. For a write that depends on the current object, S3 also requires the right to read it. */
export function writePermissions(request: S3Request): Permission[] {
  const actions = ['s3:PutObject']
  if (request.headers['x-amz-tagging']) actions.push('s3:PutObjectTagging')
  if (request.headers['if-match'] !== undefined) actions.push('s3:GetObject')
  return actions.map((action) => onObject(action, request))
}
