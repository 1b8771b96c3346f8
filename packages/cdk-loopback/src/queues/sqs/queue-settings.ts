import * as z from 'zod'
import { invalidAttributeName, invalidAttributeValue } from './sqs-error.ts'

/** A queue's attributes in the form of CreateQueue. */
export type QueueAttributes = Readonly<Record<string, string>>

/** A queue's attributes, parsed. Durations are in milliseconds. */
export type QueueSettings = {
  readonly visibilityTimeout: number
  readonly delay: number
  readonly retention: number
  readonly wait: number
  /** Bytes. */
  readonly maximumSize: number
  readonly fifo: boolean
  readonly contentBasedDeduplication: boolean
  readonly redrive: RedrivePolicy | undefined
}

type RedrivePolicy = z.output<typeof redrivePolicy>

const redrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
})

type Range = { readonly default: number; readonly min: number; readonly max: number }

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const ranges = {
  VisibilityTimeout: { default: 30, min: 0, max: 43_200 },
  DelaySeconds: { default: 0, min: 0, max: 900 },
  MaximumMessageSize: { default: 1_048_576, min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { default: 345_600, min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { default: 0, min: 0, max: 20 },
} as const satisfies Record<string, Range>

const others = ['RedrivePolicy', 'RedriveAllowPolicy', 'FifoQueue', 'ContentBasedDeduplication']
export const settableAttributes: readonly string[] = [...Object.keys(ranges), ...others]

/** Adds the defaults. @throws {AwsError} for an attribute or value that SQS refuses */
export function completeAttributes(attributes: QueueAttributes): QueueAttributes {
  const unknown = Object.keys(attributes).find((name) => !settableAttributes.includes(name))
  if (unknown !== undefined) throw invalidAttributeName(unknown)
  const defaults = Object.entries(ranges).map(([name, range]) => [name, String(range.default)])
  // An empty policy removes the policy.
  const present = Object.entries(attributes).filter(([, value]) => value !== '')
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(present) }
}

/** @throws {AwsError} for a value that SQS refuses */
export function readSettings(attributes: QueueAttributes): QueueSettings {
  const read = (name: keyof typeof ranges) => readWhole(name, attributes[name], ranges[name])
  return {
    visibilityTimeout: read('VisibilityTimeout') * 1000,
    delay: read('DelaySeconds') * 1000,
    retention: read('MessageRetentionPeriod') * 1000,
    wait: read('ReceiveMessageWaitTimeSeconds') * 1000,
    maximumSize: read('MaximumMessageSize'),
    fifo: attributes.FifoQueue === 'true',
    contentBasedDeduplication: attributes.ContentBasedDeduplication === 'true',
    redrive: attributes.RedrivePolicy === undefined ? undefined : readRedrivePolicy(attributes.RedrivePolicy),
  }
}

function readWhole(name: string, text: string | undefined, range: Range): number {
  if (text === undefined) return range.default
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < range.min || value > range.max) {
    throw invalidAttributeValue(name)
  }
  return value
}

function readRedrivePolicy(text: string): RedrivePolicy {
  try {
    return redrivePolicy.parse(JSON.parse(text))
  } catch {
    throw invalidAttributeValue('RedrivePolicy')
  }
}
