import { type Operation, onObject } from '../protocol/operation.ts'
import { needOpenUpload } from './open-upload.ts'

export const abortMultipartUpload: Operation = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  level: 'object',
  selectedBy: ['uploadId'],
  permissions: (request) => [onObject('s3:AbortMultipartUpload', request)],
  handle: (request, state) => {
    state.database.transaction(() => state.uploads.remove(needOpenUpload(request, state).id))
    return { status: 204, headers: {} }
  },
}
