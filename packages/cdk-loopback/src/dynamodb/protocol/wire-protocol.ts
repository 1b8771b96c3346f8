import { randomUUID } from 'node:crypto'
import { AwsError, type AwsRequest, type AwsResponse } from '../../endpoint/aws-service.ts'
import { serializationError } from './dynamodb-error.ts'

/** Bytes. */
const maxRequestSize = 16 * 1024 * 1024

/**
 * Reads the operation of a request in the JSON 1.0 protocol, from `X-Amz-Target: DynamoDB_20120810.GetItem`. For one of
 * DynamoDB Streams, the target's first part is `DynamoDBStreams_20120810`.
 */
export function readOperationName({ headers }: AwsRequest): { readonly name: string; readonly ofStreams: boolean } {
  const [, streams, name = ''] = /^DynamoDB(Streams)?_20120810\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? []
  return { name, ofStreams: streams !== undefined }
}

export async function readBody(request: AwsRequest): Promise<unknown> {
  const bytes = await request.bytes()
  if (bytes.length > maxRequestSize)
    throw new AwsError('RequestEntityTooLargeException', 413, 'The request is larger than 16 MB')
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw Object.assign(serializationError('The request is not JSON'), { cause })
  }
}

export function successResponse(body: object): AwsResponse {
  return jsonResponse(200, body)
}

/** Errors that occur before an operation reads the request have the namespace of AWS's framework, not of the service. */
const frameworkErrors = new Set([
  ...['SerializationException', 'UnknownOperationException', 'ValidationException'],
  ...['MissingAuthenticationTokenException', 'IncompleteSignatureException'],
  ...['UnrecognizedClientException', 'InvalidSignatureException'],
])

export function errorResponse({ code, status, message, details }: AwsError): AwsResponse {
  const prefix = frameworkErrors.has(code) ? 'com.amazon.coral.service' : 'com.amazonaws.dynamodb.v20120810'
  return jsonResponse(status, { __type: `${prefix}#${code}`, message, ...details })
}

function jsonResponse(status: number, body: object): AwsResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() }
  return { status, headers, body: JSON.stringify(body) }
}
