import { randomUUID } from 'node:crypto'
import { AwsError, type AwsResponse } from '../../endpoint/aws-service.ts'
import { describeError } from '../async/invocation-record.ts'

export function successResponse(status: 200 | 202 | 204, body = '', requestId: string = randomUUID()): AwsResponse {
  const version = status === 200 ? { 'x-amz-executed-version': '$LATEST' } : {}
  return { status, headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...version }, body }
}

/** Answers an invocation that failed. An error of the function is a success with a header; Lambda's own is an error. */
export function functionErrorResponse(error: unknown): AwsResponse {
  if (error instanceof AwsError) return errorResponse(error)
  const { status, headers, body } = successResponse(200, JSON.stringify(describeError(error)))
  return { status, headers: { ...headers, 'x-amz-function-error': 'Unhandled' }, ...(body !== undefined && { body }) }
}

export function errorResponse({ code, status, message, details }: AwsError): AwsResponse {
  const headers = {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    'x-amzn-errortype': code,
  }
  const body = JSON.stringify({ Type: status < 500 ? 'User' : 'Service', message, Message: message, ...details })
  return { status, headers, body }
}
