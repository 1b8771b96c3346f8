import { AwsError } from '../endpoint/aws-service.ts'

/** What SES answers to a request that can never succeed. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', 400, message)
}
