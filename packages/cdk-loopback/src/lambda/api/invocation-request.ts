import { AwsError, type AwsRequest } from '../../endpoint/aws-service.ts'

/** Bytes of a payload. */
const largest = { Event: 1_048_576, RequestResponse: 6_291_556, DryRun: 6_291_556 } as const

export type InvocationType = keyof typeof largest

/** Reads an invocation. Without a payload, the function gets an empty object. @throws {AwsError} */
export async function readInvocation(request: AwsRequest): Promise<{ type: InvocationType; payload: string }> {
  const { headers } = request
  const type = String(headers['x-amz-invocation-type'] ?? 'RequestResponse')
  if (!isInvocationType(type)) throw invalidParameter(`Invalid invocation type: ${type}`)
  for (const header of ['x-amz-client-context', 'x-amz-durable-execution-name', 'x-amz-tenant-id']) {
    if (headers[header] !== undefined) throw invalidParameter(`${header} is not supported by the embedded Lambda`)
  }
  if (headers['x-amz-log-type'] === 'Tail') throw invalidParameter('The embedded Lambda does not return logs')
  const payload = (await request.bytes()).toString() || '{}'
  const size = Buffer.byteLength(payload)
  if (size > largest[type]) {
    const limit = `${size} byte payload is too large for the ${type} invocation type (limit ${largest[type]} bytes)`
    throw new AwsError('RequestTooLargeException', 413, limit)
  }
  checkJson(payload)
  return { type, payload }
}

function isInvocationType(type: string): type is InvocationType {
  return Object.hasOwn(largest, type)
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AwsError('InvalidRequestContentException', 400, `Could not parse request body into json: ${reason}`)
  }
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message)
}
