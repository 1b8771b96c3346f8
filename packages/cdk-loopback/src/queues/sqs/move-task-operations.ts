import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import { countMessages } from '../count-messages.ts'
import type { MoveTask } from '../move-tasks.ts'
import type { Queue } from '../queue-list.ts'
import { defineOperation, whole } from './operation.ts'
import type { Sqs } from './sqs.ts'
import { invalidParameter } from './sqs-error.ts'

const rate = 'MaxNumberOfMessagesPerSecond must be an integer between 1 and 500.'
const startInput = z.strictObject({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: whole(1, 500, rate),
})

/** The operations that move the messages of a dead-letter queue. */
export const moveTaskOperations = [
  defineOperation('StartMessageMoveTask', startInput, (sqs, input) => {
    const source = findQueue(sqs, 'SourceArn', input.SourceArn)
    const destination = input.DestinationArn && findQueue(sqs, 'DestinationArn', input.DestinationArn)
    checkMove(sqs, source, destination || undefined)
    const task = sqs.moves.add({
      source: source.arn,
      destination: input.DestinationArn,
      rate: input.MaxNumberOfMessagesPerSecond,
      startedAt: sqs.now().getTime(),
      toMove: countMessages(sqs, source).visible,
    })
    sqs.mover.start(task)
    return { TaskHandle: composeHandle(task) }
  }),
  defineOperation('CancelMessageMoveTask', z.strictObject({ TaskHandle: z.string() }), (sqs, { TaskHandle }) => {
    const handle = parseHandle(TaskHandle)
    findQueue(sqs, 'SourceArn', handle.sourceArn)
    const task = sqs.moves.get(handle.taskId)
    if (task?.status !== 'RUNNING') throw notFound('Task does not exist.')
    sqs.moves.end(task.id, 'CANCELLED')
    return { ApproximateNumberOfMessagesMoved: task.moved }
  }),
  defineOperation(
    'ListMessageMoveTasks',
    z.strictObject({ SourceArn: z.string(), MaxResults: whole(1, 10, 'MaxResults must be between 1 and 10.') }),
    (sqs, { SourceArn, MaxResults = 1 }) => {
      const { arn } = findQueue(sqs, 'SourceArn', SourceArn)
      return { Results: sqs.moves.list(arn).slice(0, MaxResults).map(renderTask) }
    },
  ),
]

function findQueue({ queues }: Sqs, parameter: string, arn: string): Queue {
  const queue = queues.findByArn(arn)
  if (!queue) throw notFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`)
  return queue
}

function checkMove({ queues, moves }: Sqs, source: Queue, destination: Queue | undefined): void {
  const sources = queues.all().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === source.arn)
  if (sources.length === 0) throw invalidParameter('Source queue must be configured as a Dead Letter Queue.')
  if (destination?.arn === source.arn)
    throw invalidParameter('Source queue arn and destination queue arn cannot be the same.')
  if (destination && destination.settings.fifo !== source.settings.fifo)
    throw new AwsError('UnsupportedOperation', 400, 'The source and destination queues must be of the same type.')
  if (moves.list(source.arn).some(({ status }) => status === 'RUNNING'))
    throw invalidParameter(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    )
}

function renderTask(task: MoveTask): object {
  const { source, destination, rate, status, startedAt, moved, toMove, failure } = task
  return {
    ...(status === 'RUNNING' && { TaskHandle: composeHandle(task) }),
    Status: status,
    SourceArn: source,
    ...(destination !== undefined && { DestinationArn: destination }),
    ...(rate !== undefined && { MaxNumberOfMessagesPerSecond: rate }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    ...(failure !== undefined && { FailureReason: failure }),
    StartedTimestamp: startedAt,
  }
}

const handleContent = z.object({ taskId: z.string(), sourceArn: z.string() })

function composeHandle({ id: taskId, source: sourceArn }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64')
}

/** @throws {AwsError} InvalidParameterValue */
export function parseHandle(handle: string): z.output<typeof handleContent> {
  try {
    return handleContent.parse(JSON.parse(Buffer.from(handle, 'base64').toString()))
  } catch {
    throw invalidParameter('Value for parameter TaskHandle is invalid.')
  }
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message)
}
