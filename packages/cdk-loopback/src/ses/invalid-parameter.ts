import { AwsError } from '../endpoint/aws-service.ts'

/** Returns SES's error for a request that can never succeed. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', 400, message)
}
