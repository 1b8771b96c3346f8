import { type FailureSource, failureSources } from './failure-sources.ts'
import { firstSentAttribute } from './messages.ts'

/** A message of the dead-letter queue, as SQS returns it. */
export type DeadLetter = {
  readonly body: string
  /** Attributes that the sender of the message has set. */
  readonly attributes: Readonly<Record<string, string | undefined>>
  /** ARN of the queue in which the message failed; undefined if it never was in another queue. */
  readonly queueArn: string | undefined
  /** When the message was sent, in milliseconds since 1970. A dead letter keeps the time of the original. */
  readonly sentAt?: string | undefined
}

/** Names of the stack's queues and Lambdas, by failure source. */
export type SourceResources = Readonly<Record<string, string>>

export type Failure = {
  /** A name in `failureSources`. Undefined if no part of this stack sent the message. */
  readonly source: string | undefined
  /** The last error, if the message says it. */
  readonly error: string | undefined
  /** How the message is retried. Undefined if it is kept, because its source is unknown or its content unreadable. */
  readonly retry: Retry | undefined
  /** True if the Lambda could not read the message, and did not try again. */
  readonly isUnreadable?: boolean
}

export type Retry =
  | {
      readonly kind: 'send'
      readonly body: string
      /** The attributes of the message, if it has any. */
      readonly attributes?: DeadLetter['attributes']
    }
  | { readonly kind: 'command'; readonly lambda: FailureSource['lambda']; readonly message: object }
  /** There is nothing to do: the next tick of the schedule does the work. */
  | { readonly kind: 'drop' }

/** Finds out where a message failed, and how it is retried. */
export function readFailure(letter: DeadLetter, resources: SourceResources): Failure {
  const { queueArn, body, attributes, sentAt } = letter
  if (queueArn !== undefined) {
    const all = { ...(sentAt !== undefined && { [firstSentAttribute]: sentAt }), ...attributes }
    const retry: Retry = { kind: 'send', body, ...(Object.keys(all).length > 0 && { attributes: all }) }
    return { ...find(queueArn, resources, () => retry), error: undefined }
  }
  if (attributes.SOURCE !== undefined) return readUnreadable(body, attributes.SOURCE, attributes.ERROR_MESSAGE)
  if (attributes.TARGET_ARN !== undefined) return readUndelivered(letter, attributes.TARGET_ARN, resources)
  const record = readJson(body)
  const { functionArn, condition } = asObject(record?.requestContext) ?? {}
  const { errorMessage } = asObject(record?.responsePayload) ?? {}
  return {
    ...find(String(functionArn), resources, (source) => repeat(source, asObject(record?.requestPayload))),
    error: [errorMessage, condition].find((text) => typeof text === 'string'),
  }
}

/** The failures of one source, for a person. */
export type FailureGroup = {
  /** `unknown` if no part of this stack sent the messages. */
  readonly source: string
  readonly failures: number
  readonly lambda: FailureSource['lambda'] | undefined
  readonly loss: string
  /** One of the errors. */
  readonly error: string | undefined
}

export function groupFailures(failures: readonly Failure[]): readonly FailureGroup[] {
  return [...Map.groupBy(failures, ({ source }) => source ?? 'unknown')].map(([source, group]) => {
    const { lambda, loss = 'No part of this stack has sent them. SQS shows them.' } = failureSources[source] ?? {}
    const error = group.findLast((each) => each.error !== undefined)?.error
    return { source, failures: group.length, lambda, loss, error }
  })
}

/** Reads a message that a Lambda could not read. Another version of it may be able to. */
function readUnreadable(body: string, source: string, error: string | undefined): Failure {
  const isKnown = failureSources[source] !== undefined
  return {
    source: isKnown ? source : undefined,
    error,
    retry: isKnown ? { kind: 'send', body } : undefined,
    isUnreadable: true,
  }
}

/** Reads a message that a schedule or a rule could not deliver. */
function readUndelivered({ body, attributes }: DeadLetter, target: string, resources: SourceResources): Failure {
  // The scheduler's own placeholder, in case it was not replaced in the undelivered message.
  const text = body.replaceAll('<aws.scheduler.scheduled-time>', attributes.SCHEDULED_TIME ?? '')
  const event = readJson(text)
  const message = event?.['detail-type'] === undefined ? event : asObject(event.detail)
  return { ...find(target, resources, (source) => repeat(source, message)), error: attributes.ERROR_MESSAGE }
}

function repeat({ kind, lambda }: FailureSource, message: object | undefined): Retry | undefined {
  if (kind === 'tick') return { kind: 'drop' }
  return message && { kind: 'command', lambda, message }
}

/** @param arn of a queue, or of a Lambda with or without a version */
function find(arn: string, resources: SourceResources, retry: (source: FailureSource) => Retry | undefined) {
  const parts = arn.split(':')
  const name = parts[2] === 'lambda' ? parts[6] : parts[5]
  const source = Object.keys(resources).find((each) => resources[each] === name)
  const found = source === undefined ? undefined : failureSources[source]
  return { source: found && source, retry: found && retry(found) }
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
