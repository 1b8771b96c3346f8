import { randomUUID } from 'node:crypto'
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../endpoint/aws-service.ts'
import type { SchedulePlan, StackPlan } from '../template/stack-plan.ts'

type Call = { readonly operation: string; readonly schedule: string | undefined; readonly group: string | undefined }

/** The operations of EventBridge Scheduler. Schedules come from the template only, and change with it. */
export const operations: Readonly<Record<string, (call: Call, plan: SchedulerPlan) => object>> = {
  GetSchedule: ({ schedule = '' }, { schedules }) => describeSchedule(find(schedule, schedules)),
  ListSchedules: (_call, { schedules }) => ({
    Schedules: schedules.map(({ name, arn, enabled, target }) => ({
      ...{ Arn: arn, Name: name, GroupName: groupOf(arn), State: stateOf(enabled) },
      Target: { Arn: target.arn },
    })),
  }),
}

type SchedulerPlan = Pick<StackPlan, 'schedules' | 'region' | 'account'>

/** Serves the part of EventBridge Scheduler that reads: https://docs.aws.amazon.com/scheduler/latest/APIReference/ */
export function createSchedulerApi(plan: SchedulerPlan): AwsService {
  return {
    describe: async (request) => {
      const { operation, schedule, group = 'default' } = readCall(request)
      const name = schedule === undefined ? '*' : `${group}/${schedule}`
      const arn = `arn:aws:scheduler:${plan.region}:${plan.account}:schedule/${name}`
      const permissions = [{ action: `scheduler:${operation}`, resource: schedule === undefined ? '*' : arn }]
      return { operation, ...(schedule !== undefined && { resource: schedule }), permissions }
    },
    handle: async (request) => {
      const call = readCall(request)
      return respond(200, operations[call.operation]?.(call, plan) ?? {})
    },
    error: (_request, { code, status, message }) => respond(status, { Message: message }, { 'x-amzn-errortype': code }),
    close: async () => {},
  }
}

/** @throws {AwsError} for every other operation */
function readCall({ method, url }: AwsRequest): Call {
  const [, name] = /^\/schedules(?:\/([0-9a-zA-Z-_.]{1,64}))?$/.exec(url.pathname) ?? []
  if (
    method !== 'GET' ||
    !url.pathname.startsWith('/schedules') ||
    (name === undefined && url.pathname !== '/schedules')
  )
    throw new AwsError(
      'UnknownOperationException',
      404,
      `The embedded Scheduler does not serve ${method} ${url.pathname}.`,
    )
  const ignored = [...url.searchParams.keys()].find((each) => each !== 'groupName')
  if (ignored !== undefined)
    throw new AwsError('ValidationException', 400, `${ignored} is not supported by the embedded Scheduler.`)
  const group = url.searchParams.get('groupName') ?? undefined
  return { operation: name === undefined ? 'ListSchedules' : 'GetSchedule', schedule: name, group }
}

function find(name: string, schedules: readonly SchedulePlan[]): SchedulePlan {
  const schedule = schedules.find((each) => each.name === name)
  if (schedule) return schedule
  throw new AwsError('ResourceNotFoundException', 404, `Schedule ${name} does not exist.`)
}

function describeSchedule({ name, arn, expression, timeZone, enabled, target }: SchedulePlan) {
  return {
    ...{ Arn: arn, Name: name, GroupName: groupOf(arn), State: stateOf(enabled) },
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: target.arn,
      Input: target.input,
      RetryPolicy: {
        MaximumRetryAttempts: target.retry.maximumAttempts,
        MaximumEventAgeInSeconds: target.retry.maximumAge,
      },
      ...(target.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: target.deadLetterArn } }),
    },
  }
}

/** Returns the group in an ARN: `arn:aws:scheduler:…:schedule/GROUP/NAME`. */
function groupOf(arn: string): string {
  return arn.split('/').at(-2) ?? 'default'
}

function stateOf(enabled: boolean): string {
  return enabled ? 'ENABLED' : 'DISABLED'
}

function respond(status: number, body: object, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  const common = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() }
  return { status, headers: { ...common, ...headers }, body: JSON.stringify(body) }
}
