import type { Clock } from '../clock.ts'
import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { errorResponse, readQuery, successResponse } from '../endpoint/query-protocol.ts'
import type { EventsService } from '../events/events-service.ts'
import type { Database } from '../queues/database.ts'
import type { StackPlan } from '../template/stack-plan.ts'
import { invalid, missing, operations } from './cloudformation-operations.ts'
import { deploy } from './deploy.ts'
import type { DescribedStack } from './describe-stack.ts'
import { openStackRecords, type StackRecord } from './stack-record.ts'

export type CloudFormation = {
  /** The endpoint's service. */
  readonly api: AwsService
  /** Records a deployment. If the fingerprint differs from the last one, emits the events of a create or an update. */
  deploy(fingerprint: string): void
}

export type CloudFormationOptions = {
  readonly plan: StackPlan
  readonly database: Database
  readonly events: Pick<EventsService, 'emit'>
  readonly clock: Clock
}

/** Opens the embedded CloudFormation. It knows one stack, the running one. */
export function openCloudFormation({ plan, database, events, clock }: CloudFormationOptions): CloudFormation {
  const records = openStackRecords(database)
  const { stackId, stackName, region, account } = plan
  /** Returns the ARN of a stack for policies; `*` if the request names none. */
  const arnOf = (name: string | null) => {
    if (name === null) return '*'
    if (name === stackName || name === stackId) return stackId
    return name.startsWith('arn:') ? name : `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`
  }
  /** As of the last deployment. Every program asks for it first, also if the database can no longer be read. */
  let record: StackRecord | undefined
  const find = (name: string | null): DescribedStack => {
    record ??= records.find(stackId)
    if (record && (name === null || name === stackName || name === stackId)) return { plan, record }
    throw invalid(`Stack with id ${name} does not exist`)
  }
  return {
    api: {
      describe: async (request) => {
        const query = await readQuery(request)
        const operation = query.get('Action') ?? ''
        const name = query.get('StackName')
        const permissions = [{ action: `cloudformation:${operation}`, resource: arnOf(name) }]
        return { operation, ...(name !== null && { resource: name }), permissions }
      },
      handle: async (request) => {
        const query = await readQuery(request)
        const name = query.get('Action') ?? ''
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
        if (!operation) throw new AwsError('InvalidAction', 400, `Could not find operation ${name}`)
        const stackName = query.get('StackName')
        if (stackName === null && !/^(DescribeStacks|ListStacks)$/.test(name)) throw missing('stackName')
        return successResponse('cloudformation', name, operation(find(stackName), query))
      },
      error: (_request, error) => errorResponse('cloudformation', error),
      close: async () => {},
    },
    deploy: (fingerprint) => {
      deploy({ stackId, fingerprint, records, database, events, clock })
      record = records.find(stackId)
    },
  }
}
