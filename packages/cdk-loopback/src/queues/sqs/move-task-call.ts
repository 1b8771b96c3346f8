import type { AwsCall, Permission } from '../../endpoint/aws-service.ts'
import { parseHandle } from './move-task-operations.ts'
import type { Sqs } from './sqs.ts'

/** The permissions on the dead-letter queue, in addition to that of the operation itself. */
const permissionsOnSource: Readonly<Record<string, readonly string[]>> = {
  StartMessageMoveTask: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  CancelMessageMoveTask: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
  ListMessageMoveTasks: ['GetQueueAttributes'],
}

type Body = { readonly SourceArn?: unknown; readonly DestinationArn?: unknown; readonly TaskHandle?: unknown }

/**
 * Describes an operation on move tasks; undefined for other operations. Without a destination, messages may go to every
 * queue that uses the dead-letter queue.
 */
export function describeMoveCall({ queues }: Pick<Sqs, 'queues'>, operation: string, body: Body): AwsCall | undefined {
  const actions = Object.hasOwn(permissionsOnSource, operation) ? permissionsOnSource[operation] : undefined
  if (!actions) return undefined
  const source = sourceOf(body)
  const senders = queues.all().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === source)
  const destinations = typeof body.DestinationArn === 'string' ? [body.DestinationArn] : senders.map(({ arn }) => arn)
  const sending: Permission[] = destinations.map((resource) => ({ action: 'sqs:SendMessage', resource }))
  return {
    operation,
    resource: source.split(':').at(-1) ?? '',
    permissions: [
      ...[operation, ...actions].map((action) => ({ action: `sqs:${action}`, resource: source })),
      ...(operation === 'StartMessageMoveTask' ? sending : []),
    ],
  }
}

function sourceOf({ SourceArn, TaskHandle }: Body): string {
  if (typeof TaskHandle === 'string') return parseHandle(TaskHandle).sourceArn
  return typeof SourceArn === 'string' ? SourceArn : ''
}
