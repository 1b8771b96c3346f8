import { AwsError } from '../../endpoint/aws-service.ts'
import { requiredParameter, type S3State } from '../protocol/operation.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import type { Upload } from './upload-store.ts'

/** Returns the upload that a request names. @throws {AwsError} OperationAborted while the upload is being completed */
export function needOpenUpload(request: S3Request, { buckets, uploads, completing }: S3State): Upload {
  buckets.need(request.bucket)
  const upload = uploads.need(request.bucket, request.key, requiredParameter(request, 'uploadId'))
  if (!completing.has(upload.id)) return upload
  const message = 'A conflicting conditional operation is currently in progress against this resource. Try again.'
  throw new AwsError('OperationAborted', 409, message)
}
