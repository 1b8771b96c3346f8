import type { FormUpload } from '../aws-service.ts'
import { AwsError } from '../aws-service.ts'
import { splitCredential } from './read-signature.ts'
import { s3Refusals } from './refusals.ts'
import { type Authority, areEqual, findIdentity } from './verify-signature.ts'

/**
 * Verifies the signature of the policy in a form, and returns who signed it. S3 checks the policy itself. See
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html.
 */
export function verifyPolicy({ fields }: FormUpload, authority: Authority): string {
  const policy = fields.get('policy')
  if (fields.has('awsaccesskeyid') || fields.has('signature')) throw s3Refusals.algorithm('AWS', 'header')
  if (policy === undefined && !fields.has('x-amz-signature')) throw s3Refusals.unsigned()
  const field = (name: string): string => {
    const value = fields.get(name)
    if (value) return value
    const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`
    throw new AwsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: '' })
  }
  const algorithm = field('x-amz-algorithm')
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    const message = 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'
    throw new AwsError('InvalidArgument', 400, message, { ArgumentName: 'x-amz-algorithm', ArgumentValue: algorithm })
  }
  const invalid = (name: string) => (problem: string) =>
    new AwsError('InvalidArgument', 400, problem, { ArgumentName: name, ArgumentValue: field(name) })
  const credential = splitCredential(field('x-amz-credential'), invalid('x-amz-credential'))
  if (credential.service !== 's3') {
    throw invalid('x-amz-credential')(`incorrect service "${credential.service}". This endpoint belongs to "s3".`)
  }
  if (!field('x-amz-date').startsWith(credential.date)) {
    throw invalid('x-amz-date')('Invalid credential date. Date is not the same as X-Amz-Date.')
  }
  const token = fields.get('x-amz-security-token')
  const identity = findIdentity({ ...credential, token, form: 'header' }, authority, s3Refusals)
  const key = authority.signingKey(identity.secretAccessKey, credential)
  const stringToSign = field('policy')
  if (!areEqual(key.sign(stringToSign), field('x-amz-signature'))) {
    throw s3Refusals.mismatch({ accessKeyId: credential.accessKeyId, canonical: '', stringToSign })
  }
  return identity.caller
}
