import { type AwsCall, AwsError, type AwsRequest, type AwsService } from './endpoint/aws-service.ts'
import type { DatabaseFiles } from './host/database-files.ts'
import type { Storage } from './host/storage.ts'

type Operation = { readonly call: AwsCall; readonly run: () => object }

/** Serves what a stack on one machine has and AWS has not. */
export function createLocalService(
  { snapshot }: Pick<DatabaseFiles, 'snapshot'>,
  { state }: Pick<Storage, 'state'>,
): AwsService {
  const operations: Readonly<Record<string, Operation>> = {
    // No function may call it, unless it may do everything.
    'POST /snapshots': {
      call: { operation: 'CreateSnapshot', permissions: [{ action: 'cdk-loopback:CreateSnapshot', resource: '*' }] },
      run: () => ({ folder: snapshot() }),
    },
    // The permission to read metrics includes this: the answer says whether metrics can be stored.
    'GET /storage': {
      call: { operation: 'GetStorage', permissions: [{ action: 'cloudwatch:GetMetricData', resource: '*' }] },
      run: state,
    },
  }
  const find = ({ method, url }: AwsRequest): Operation => {
    const name = `${method} ${url.pathname}`
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (operation) return operation
    const names = Object.keys(operations).join(' and ')
    throw new AwsError('UnknownOperationException', 404, `The only operations are ${names}.`)
  }
  return {
    describe: async (request) => find(request).call,
    handle: async (request) => json(200, find(request).run()),
    error: (_request, { code, status, message }) => json(status, { __type: code, message }),
    close: async () => {},
  }
}

function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
