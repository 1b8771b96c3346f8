import { randomUUID } from 'node:crypto'
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../endpoint/aws-service.ts'
import { type EventsState, operations } from './events-operations.ts'

/** Serves EventBridge over its JSON protocol. */
export function createEventsApi(state: EventsState): AwsService {
  const prepare = async (request: AwsRequest) => {
    const name = /^AWSEvents\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? ''
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (!operation) throw new AwsError('UnknownOperationException', 400, `EventBridge has no operation ${name} here.`)
    return { name, ...operation(await readBody(request), state) }
  }
  return {
    describe: async (request) => {
      const { name, resources } = await prepare(request)
      const resource = resources[0]?.resource
      return {
        operation: name,
        // The bus or rule.
        ...(resource !== undefined && { resource: resource.slice(resource.indexOf('/') + 1) }),
        permissions: resources.map((each) => ({ ...each, action: `events:${name}` })),
      }
    },
    handle: async (request) => jsonResponse(200, (await prepare(request)).run()),
    error: (_request, { code, status, message }) => jsonResponse(status, { __type: code, message }),
    close: async () => {},
  }
}

async function readBody(request: AwsRequest): Promise<unknown> {
  try {
    return JSON.parse((await request.bytes()).toString() || '{}')
  } catch (cause) {
    throw Object.assign(new AwsError('SerializationException', 400, 'The request is not JSON.'), { cause })
  }
}

function jsonResponse(status: number, body: object): AwsResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }
  return { status, headers, body: JSON.stringify(body) }
}
