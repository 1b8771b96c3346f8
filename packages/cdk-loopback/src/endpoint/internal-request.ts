import { Readable } from 'node:stream'
import type { AwsRequest } from './aws-service.ts'

/** A request to an embedded service that is made within this process, with all rights. */
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
