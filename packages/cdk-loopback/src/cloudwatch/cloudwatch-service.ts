import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { jsonResponse, readJson, readOperation } from '../endpoint/json-protocol.ts'
import type { QueueService } from '../queues/queue-service.ts'

type Input = Readonly<Record<string, unknown>>
type Operation = (input: Input, queues: QueueService) => object

const target = 'GraniteServiceVersion20100801'

/**
 * The operations of CloudWatch. The only metric with values is the age of a queue's oldest message, which is computed
 * when it is read.
 */
export const operations: Readonly<Record<string, Operation>> = { GetMetricStatistics }

/** Serves CloudWatch's metrics over its JSON protocol. */
export function openCloudWatch(queues: QueueService): AwsService {
  return {
    describe: async (request) => {
      const operation = readOperation(request, target)
      return { operation, permissions: [{ action: `cloudwatch:${operation}`, resource: '*' }] }
    },
    handle: async (request) => {
      const name = readOperation(request, target)
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
      if (!operation) throw new AwsError('UnknownOperationException', 400, `CloudWatch has no operation ${name} here.`)
      return jsonResponse(200, operation((await readJson(request)) as Input, queues), '1.0') // checked by the operation
    },
    error: (_request, { code, status, message }) => jsonResponse(status, { __type: code, message }, '1.0'),
    close: async () => {},
  }
}

function GetMetricStatistics(input: Input, queues: QueueService): object {
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
