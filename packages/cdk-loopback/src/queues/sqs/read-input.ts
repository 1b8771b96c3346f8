import type * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import { invalidValue, missingParameter } from './sqs-error.ts'

/** Checks the body of a request. An unknown parameter fails, because ignoring it could change the request's meaning. */
export function readInput<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body, { reportInput: true })
  if (result.success) return result.data
  throw toError(result.error.issues[0])
}

function toError(issue: z.core.$ZodIssue | undefined): AwsError {
  const name = issue?.path.join('.') ?? ''
  if (issue?.code === 'unrecognized_keys') {
    return new AwsError('UnsupportedOperation', 400, `The parameter ${issue.keys[0]} is not supported.`)
  }
  if (issue?.input === undefined) return missingParameter(name)
  if (issue.code === 'invalid_type') {
    return new AwsError('SerializationException', 400, `${name} must be of type ${issue.expected}.`)
  }
  return invalidValue(name, issue.input, issue.message)
}
