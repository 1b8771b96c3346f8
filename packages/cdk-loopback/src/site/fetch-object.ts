import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { internalRequest } from '../endpoint/internal-request.ts'
import type { FetchObject } from './bucket-origin.ts'

/**
 * Returns a reader of objects with CloudFront's rights. An error comes back with the status and body of S3's answer.
 * @param explain explains an error of S3's storage, as at the endpoint
 */
export function createFetchObject(
  s3: AwsService,
  explain: (error: unknown, service: 's3') => AwsError | undefined = () => undefined,
): FetchObject {
  return async ({ method, bucket, key, headers }) => {
    const target = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`
    const request = internalRequest(method, target, headers)
    try {
      return await s3.handle(request)
    } catch (error) {
      const answer = error instanceof AwsError ? error : explain(error, 's3') && unavailable
      if (answer) return s3.error(request, answer)
      throw error
    }
  }
}

/** Visitors need not know which file is damaged. */
const unavailable = new AwsError('ServiceUnavailable', 503, 'The site cannot be read at the moment.')
