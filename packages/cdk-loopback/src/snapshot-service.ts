import { AwsError, type AwsRequest, type AwsService } from './endpoint/aws-service.ts'
import type { DatabaseFiles } from './host/database-files.ts'

const operation = 'CreateSnapshot'

/** Serves `POST /snapshots`, which AWS does not have. No function may call it, unless it may do everything. */
export function createSnapshots({ snapshot }: Pick<DatabaseFiles, 'snapshot'>): AwsService {
  const check = ({ method, url }: AwsRequest) => {
    if (method === 'POST' && url.pathname === '/snapshots') return
    throw new AwsError('UnknownOperationException', 404, 'The only operation is POST /snapshots.')
  }
  return {
    describe: async (request) => {
      check(request)
      return { operation, permissions: [{ action: `cdk-loopback:${operation}`, resource: '*' }] }
    },
    handle: async () => json(200, { folder: snapshot() }),
    error: (_request, { code, status, message }) => json(status, { __type: code, message }),
    close: async () => {},
  }
}

function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
