import { AwsError } from '../../endpoint/aws-service.ts'
import type { Item } from '../values/attribute-value.ts'

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', 400, message)
}

export function invalidParameter(message: string): AwsError {
  return validationError(`One or more parameter values were invalid: ${message}`)
}

/** Returns the error for a request with wrong JSON types, which AWS refuses before it checks the values. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', 400, message)
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, message)
}

export function resourceInUse(message: string): AwsError {
  return new AwsError('ResourceInUseException', 400, message)
}

export function conditionalCheckFailed(before: Item | undefined): AwsError {
  const details = before ? { Item: before } : {}
  return new AwsError('ConditionalCheckFailedException', 400, 'The conditional request failed', details)
}
