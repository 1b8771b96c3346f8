import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { internalRequest } from '../endpoint/internal-request.ts'
import type { FetchObject } from './bucket-origin.ts'

/** Reads objects within this process, with CloudFront's rights; an error has its status and body as S3 answers it. */
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
