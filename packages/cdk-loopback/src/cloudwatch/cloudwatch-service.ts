import * as z from 'zod'
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../endpoint/aws-service.ts'
import { jsonResponse, readJson, readOperation } from '../endpoint/json-protocol.ts'
import { element, errorResponse, isForm, readMembers, readQuery, successResponse } from '../endpoint/query-protocol.ts'
import type { QueueService } from '../queues/queue-service.ts'

type Point = { readonly at: Date; readonly age: number }
type Statistics = { readonly label: string; readonly points: readonly Point[] }
type Operation = (input: Input, queues: QueueService) => Statistics

const target = 'GraniteServiceVersion20100801'

const metric = z.looseObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
})
type Input = Readonly<Record<string, unknown>>

/**
 * The operations of CloudWatch. The only metric with values is the age of a queue's oldest message, which is computed
 * when it is read.
 */
export const operations: Readonly<Record<string, Operation>> = { GetMetricStatistics }

/** Serves CloudWatch's metrics over its JSON protocol, and over the query protocol, which older clients use. */
export function openCloudWatch(queues: QueueService): AwsService {
  return {
    describe: async (request) => {
      const { name } = await readCall(request)
      return { operation: name, permissions: [{ action: `cloudwatch:${name}`, resource: '*' }] }
    },
    handle: async (request) => {
      const { name, input } = await readCall(request)
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
      if (!operation) throw unknownOperation(request, name)
      return answer(request, name, operation(input, queues))
    },
    error: (request, error) => {
      const { code, status, message } = error
      return isForm(request)
        ? errorResponse('monitoring', error)
        : jsonResponse(status, { __type: code, message }, '1.0')
    },
    close: async () => {},
  }
}

async function readCall(request: AwsRequest): Promise<{ readonly name: string; readonly input: Input }> {
  if (!isForm(request)) return { name: readOperation(request, target), input: await readJson(request) }
  const query = await readQuery(request)
  const values = readMembers(query, 'Dimensions', '.Value')
  const dimensions = readMembers(query, 'Dimensions', '.Name').map((Name, index) => ({ Name, Value: values[index] }))
  return { name: query.get('Action') ?? '', input: { ...Object.fromEntries(query), Dimensions: dimensions } }
}

function unknownOperation(request: AwsRequest, name: string): AwsError {
  const code = isForm(request) ? 'InvalidAction' : 'UnknownOperationException'
  return new AwsError(code, 400, `CloudWatch has no operation ${name} here.`)
}

function answer(request: AwsRequest, name: string, { label, points }: Statistics): AwsResponse {
  if (!isForm(request)) {
    // The protocol writes times as seconds.
    const described = points.map((point) => ({ ...describe(point), Timestamp: point.at.getTime() / 1000 }))
    return jsonResponse(200, { Label: label, Datapoints: described }, '1.0')
  }
  const members = points.map((point) =>
    element('member', [
      element('Timestamp', point.at.toISOString()),
      ...Object.entries(describe(point)).map(([member, value]) => element(member, value)),
    ]),
  )
  return successResponse('monitoring', name, [element('Datapoints', members), element('Label', label)])
}

function describe({ age }: Point) {
  return { Maximum: age, Average: age, Unit: 'Seconds' }
}

function GetMetricStatistics(input: Input, queues: QueueService): Statistics {
  for (const name of ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period']) {
    if (input[name] === undefined) {
      throw new AwsError('MissingParameter', 400, `The parameter ${name} is required.`)
    }
  }
  const read = metric.safeParse(input)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new AwsError('InvalidParameterValue', 400, `${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { Namespace, MetricName, Dimensions } = read.data
  const queueName = Dimensions.find(({ Name }) => Name === 'QueueName')
  const isAge = Namespace === 'AWS/SQS' && MetricName === 'ApproximateAgeOfOldestMessage' && queueName !== undefined
  const age = isAge ? queues.ageOfOldest(queueName.Value) : undefined
  const at = new Date(Math.floor(queues.now().getTime() / 60_000) * 60_000)
  return { label: MetricName, points: age === undefined ? [] : [{ at, age }] }
}
