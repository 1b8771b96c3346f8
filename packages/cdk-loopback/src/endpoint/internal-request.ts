import { Readable } from 'node:stream'
import type { AwsRequest } from './aws-service.ts'

/** Makes a request to an embedded service from within this process. It bypasses the endpoint and its authorization. */
export function internalRequest(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body = Buffer.alloc(0),
): AwsRequest {
  return {
    method,
    target,
    url: new URL(`http://127.0.0.1${target}`),
    headers,
    stream: Readable.from([body]),
    bytes: async () => body,
  }
}
