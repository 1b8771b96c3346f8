import { randomUUID } from 'node:crypto'
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../endpoint/aws-service.ts'
import type { QueueService } from '../queues/queue-service.ts'

type Operation = (input: Readonly<Record<string, unknown>>, queues: QueueService) => object

/** The operations of CloudWatch. Only the age of queues' oldest messages has values: it is computed when it is read. */
export const operations: Readonly<Record<string, Operation>> = { GetMetricStatistics }

/** Serves CloudWatch's metrics over its JSON protocol. */
export function openCloudWatch(queues: QueueService): AwsService {
  const nameOf = (request: AwsRequest) =>
    /^GraniteServiceVersion20100801\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? ''
  return {
    describe: async (request) => {
      const operation = nameOf(request)
      return { operation, permissions: [{ action: `cloudwatch:${operation}`, resource: '*' }] }
    },
    handle: async (request) => {
      const name = nameOf(request)
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
      if (!operation) throw new AwsError('UnknownOperationException', 400, `CloudWatch has no operation ${name} here.`)
      return jsonResponse(200, operation(await readBody(request), queues))
    },
    error: (_request, { code, status, message }) => jsonResponse(status, { __type: code, message }),
    close: async () => {},
  }
}

function GetMetricStatistics(input: Readonly<Record<string, unknown>>, queues: QueueService): object {
  for (const name of ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period']) {
    if (input[name] === undefined) {
      throw new AwsError('MissingParameter', 400, `The parameter ${name} is required.`)
    }
  }
  const { Namespace, MetricName, Dimensions = [] } = input
  const queueName = (Dimensions as readonly { Name: string; Value: string }[]).find(({ Name }) => Name === 'QueueName')
  const isAge = Namespace === 'AWS/SQS' && MetricName === 'ApproximateAgeOfOldestMessage' && queueName !== undefined
  const age = isAge ? queues.ageOfOldest(queueName.Value) : undefined
  const now = queues.now()
  // The protocol writes times as seconds.
  const point = { Timestamp: Math.floor(now.getTime() / 60_000) * 60, Maximum: age, Average: age, Unit: 'Seconds' }
  return { Label: MetricName, Datapoints: age === undefined ? [] : [point] }
}

async function readBody(request: AwsRequest): Promise<Readonly<Record<string, unknown>>> {
  try {
    return JSON.parse((await request.bytes()).toString() || '{}')
  } catch (cause) {
    throw Object.assign(new AwsError('SerializationException', 400, 'The request is not JSON.'), { cause })
  }
}

function jsonResponse(status: number, body: object): AwsResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() }
  return { status, headers, body: JSON.stringify(body) }
}
