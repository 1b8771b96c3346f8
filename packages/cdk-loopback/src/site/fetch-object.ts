import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { internalRequest } from '../endpoint/internal-request.ts'
import type { FetchObject } from './bucket-origin.ts'

/** Returns a reader of objects with CloudFront's rights. An error comes back with the status and body of S3's answer. */
export function createFetchObject(s3: AwsService): FetchObject {
  return async ({ method, bucket, key, headers }) => {
    const target = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
    const request = internalRequest(method, target, headers)
    try {
      return await s3.handle(request)
    } catch (error) {
      if (error instanceof AwsError) return s3.error(request, error)
      throw error
    }
  }
}
