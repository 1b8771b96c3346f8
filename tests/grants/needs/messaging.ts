import { type ReadNeeds, readJson, targetOperation, unknownOperation } from './need.ts'

type QueueRequest = { readonly QueueUrl?: string; readonly QueueName?: string }
type Entries = {
  readonly Entries: readonly {
    readonly EventBusName?: string
    readonly Source: string
    readonly DetailType: string
  }[]
}

const queueOperations = [
  ...['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessage', 'DeleteMessageBatch'],
  ...['ChangeMessageVisibility', 'ChangeMessageVisibilityBatch', 'GetQueueAttributes', 'GetQueueUrl'],
]

/** A batch needs the right of its single operation. */
export const readSqsNeeds: ReadNeeds = (call, { region, account }) => {
  const operation = targetOperation(call)
  if (!queueOperations.includes(operation)) throw unknownOperation(`sqs:${operation}`)
  const { QueueUrl, QueueName } = readJson<QueueRequest>(call)
  const name = QueueName ?? QueueUrl?.split('/').at(-1)
  const resource = `arn:aws:sqs:${region}:${account}:${name}`
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource, context: {} }]
}

/** Each event of a request is authorized for itself. */
export const readEventsNeeds: ReadNeeds = (call, { region, account }) => {
  const operation = targetOperation(call)
  if (operation !== 'PutEvents') throw unknownOperation(`events:${operation}`)
  return readJson<Entries>(call).Entries.map(({ EventBusName = 'default', Source, DetailType }) => ({
    action: 'events:PutEvents',
    resource: `arn:aws:events:${region}:${account}:event-bus/${EventBusName.split('/').at(-1)}`,
    context: { 'events:source': Source, 'events:detail-type': DetailType },
  }))
}

/** CloudWatch's reads have no resources in IAM. */
export const readMonitoringNeeds: ReadNeeds = (call) => {
  const operation = targetOperation(call)
  if (operation !== 'GetMetricStatistics') throw unknownOperation(`cloudwatch:${operation}`)
  return [{ action: `cloudwatch:${operation}`, resource: '*', context: {} }]
}
