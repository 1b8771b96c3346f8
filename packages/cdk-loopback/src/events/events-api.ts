import { AwsError, type AwsRequest, type AwsService } from '../endpoint/aws-service.ts'
import { jsonResponse, readJson, readOperation } from '../endpoint/json-protocol.ts'
import { type EventsState, operations } from './events-operations.ts'

/** Serves EventBridge over its JSON protocol. */
export function createEventsApi(state: EventsState): AwsService {
  const prepare = async (request: AwsRequest) => {
    const name = readOperation(request, 'AWSEvents')
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (!operation) throw new AwsError('UnknownOperationException', 400, `EventBridge has no operation ${name} here.`)
    return { name, ...operation(await readJson(request), state) }
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
    handle: async (request) => jsonResponse(200, (await prepare(request)).run(), '1.1'),
    error: (_request, { code, status, message }) => jsonResponse(status, { __type: code, message }, '1.1'),
    close: async () => {},
  }
}
