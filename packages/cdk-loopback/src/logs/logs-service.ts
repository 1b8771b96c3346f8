import type { Clock } from '../clock.ts'
import { AwsError, type AwsRequest, type AwsService } from '../endpoint/aws-service.ts'
import { jsonResponse, readJson, readOperation } from '../endpoint/json-protocol.ts'
import type { OpenFile } from '../host/database-file.ts'
import type { LogGroupPlan, StackPlan } from '../template/stack-plan.ts'
import type { NewLogEvent } from './log-event.ts'
import { type LogStore, openLogStore } from './log-store.ts'
import { type LogsState, operations } from './logs-operations.ts'

export type LogsService = {
  /** The endpoint's service. */
  readonly api: AwsService
  /** Adds an event soon. Never throws: an event that cannot be stored is lost and reported. */
  add(event: NewLogEvent): void
  /** Adds an event now. @throws {Error} if it cannot be stored */
  put(event: NewLogEvent): void
  close(): Promise<void>
}

export type LogsOptions = {
  readonly plan: Pick<StackPlan, 'logGroups' | 'region' | 'account'>
  readonly folder: string
  readonly openFile?: OpenFile
  readonly clock: Pick<Clock, 'now'>
  readonly log: (line: string) => void
  /** Bytes of the database. Default: 20 MB. */
  readonly maximumSize?: number
}

const day = 86_400_000
/** Milliseconds after which expired events are deleted again. Until then, they are only hidden. */
const expiryInterval = 3_600_000

/** Opens the embedded CloudWatch Logs: what functions and rules write into the log groups of a stack. */
export function openLogs({ plan, clock, ...options }: LogsOptions): LogsService {
  const { region, account } = plan
  const store = openLogStore({ ...options, now: clock.now })
  const groups = openGroups(plan, store)
  const horizon = ({ retentionDays }: LogGroupPlan) =>
    retentionDays === undefined ? 0 : clock.now().getTime() - retentionDays * day
  let expired = 0
  const prepare = (event: NewLogEvent) => {
    groups.use(event.group)
    const now = clock.now().getTime()
    if (now - expired < expiryInterval) return
    expired = now
    for (const group of groups.list()) store.expire(group.name, horizon(group))
  }
  return {
    api: createApi({ region, account, store, groups: groups.list, horizon, created: clock.now().getTime() }),
    add: (event) => {
      try {
        prepare(event)
      } catch (error) {
        options.log(`Expired log events are not deleted yet: ${error}`)
      }
      store.add(event)
    },
    put: (event) => {
      prepare(event)
      store.put(event)
    },
    close: async () => store.close(),
  }
}

/** Keeps the groups of the template, and those that functions without one have created for themselves. */
function openGroups({ logGroups, region, account }: LogsOptions['plan'], store: LogStore) {
  const groups = new Map(logGroups.map((group) => [group.name, group]))
  const use = (name: string) => {
    if (groups.has(name)) return
    const arn = `arn:aws:logs:${region}:${account}:log-group:${name}:*`
    groups.set(name, { logicalId: '', name, arn, retentionDays: undefined })
  }
  for (const name of store.groups()) use(name)
  return { use, list: () => [...groups.values()] }
}

function createApi(state: LogsState): AwsService {
  const prepare = async (request: AwsRequest) => {
    const name = readOperation(request, 'Logs_20140328')
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (!operation) {
      throw new AwsError('UnknownOperationException', 501, `CloudWatch Logs has no operation ${name} here.`)
    }
    return { name, ...operation(await readJson(request), state) }
  }
  return {
    describe: async (request) => {
      const { name, resource } = await prepare(request)
      const [, group = ''] = /:log-group:(.*):log-stream:/.exec(resource) ?? []
      return { operation: name, resource: group, permissions: [{ action: `logs:${name}`, resource }] }
    },
    handle: async (request) => jsonResponse(200, (await prepare(request)).run(), '1.1'),
    error: (_request, { code, status, message }) => jsonResponse(status, { __type: code, message }, '1.1'),
    close: async () => {},
  }
}
