import { randomUUID } from 'node:crypto'
import { AwsError, type AwsRequest, type AwsResponse } from './aws-service.ts'

/** Returns the operation of a request of AWS's JSON protocol: the part of `X-Amz-Target` after the service's prefix. */
export function readOperation({ headers }: AwsRequest, prefix: string): string {
  const target = String(headers['x-amz-target'])
  return target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : ''
}

/** Reads the body of a request. @throws {AwsError} if it is not a JSON object */
export async function readJson(request: AwsRequest): Promise<Readonly<Record<string, unknown>>> {
  const text = (await request.bytes()).toString() || '{}'
  try {
    const body: unknown = JSON.parse(text)
    // The members of an object are unknown, and checked by the operation.
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  } catch {} // answered below
  throw new AwsError('SerializationException', 400, 'The request is not a JSON object.')
}

/** @param version of the protocol */
export function jsonResponse(status: number, body: object, version: '1.0' | '1.1'): AwsResponse {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() }
  return { status, headers, body: JSON.stringify(body) }
}
