import * as z from 'zod'
import { parseEventPattern } from '../../events/event-pattern.ts'
import { isAllowed } from '../../iam/policy.ts'
import { flag, text, whole, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { EventSourcePlan, FunctionPlan, QueuePlan, StackPlan, StreamSourcePlan } from '../stack-plan.ts'
import { readDestination } from './read-async-invocation.ts'

const limited = (min: number, max: number) => whole.pipe(z.int().min(min).max(max))
/** -1 means without a limit. */
const orUnlimited = (min: number, max: number) => whole.pipe(z.union([z.literal(-1), z.int().min(min).max(max)]))

/** The properties of a mapping from a stream that a mapping from a queue does not have. */
const streamProperties = {
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  FilterCriteria: z
    .strictObject({
      Filters: z
        .array(z.strictObject({ Pattern: text }))
        .max(5)
        .default([]),
    })
    .optional(),
  BisectBatchOnFunctionError: flag.optional(),
  MaximumRetryAttempts: orUnlimited(0, 10_000).optional(),
  MaximumRecordAgeInSeconds: orUnlimited(60, 604_800).optional(),
  ParallelizationFactor: limited(1, 10).optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: text.optional() }).optional() })
    .optional(),
}
const properties = z.strictObject({
  EventSourceArn: text,
  FunctionName: text,
  BatchSize: limited(1, 10_000).optional(),
  MaximumBatchingWindowInSeconds: limited(0, 300).default(0),
  ScalingConfig: z.strictObject({ MaximumConcurrency: limited(2, 1000).optional() }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  Enabled: flag.default(true),
  ...streamProperties,
  ...withoutMeaning('KmsKeyArn', 'LoggingConfig', 'MetricsConfig', 'Tags'),
})
const failurePath = 'DestinationConfig.OnFailure.Destination'
type Mapping = Resource<z.output<typeof properties>>

type Parts = Pick<StackPlan, 'queues' | 'tables' | 'topics' | 'functions'>
type EventSources = Pick<StackPlan, 'eventSources' | 'streamSources'>

/** Reads the mappings from queues and streams to functions, without the disabled ones. */
export function readEventSources(template: Template, parts: Parts): EventSources {
  const eventSources: EventSourcePlan[] = []
  const streamSources: StreamSourcePlan[] = []
  const streams = parts.tables.flatMap(({ stream }) => stream ?? [])
  for (const mapping of template.read('AWS::Lambda::EventSourceMapping', properties)) {
    const { EventSourceArn: source, FunctionName, Enabled: enabled } = mapping.properties
    const target = parts.functions.find(({ arn, name }) => [arn, name].includes(FunctionName))
    template.requireOneOf(mapping, 'EventSourceArn', source, [...parts.queues, ...streams])
    template.requireOneOf(mapping, 'FunctionName', target?.arn ?? FunctionName, parts.functions)
    if (!target) continue
    if (streams.some(({ arn }) => arn === source)) {
      const plan = readStreamSource(template, mapping, target, parts)
      if (enabled) streamSources.push(plan)
    } else {
      const plan = readQueueSource(template, mapping, target, parts.queues)
      if (enabled) eventSources.push(plan)
    }
  }
  return { eventSources, streamSources }
}

function readQueueSource(
  template: Template,
  mapping: Mapping,
  { arn: functionArn }: FunctionPlan,
  queues: readonly QueuePlan[],
): EventSourcePlan {
  const { logicalId, properties: own } = mapping
  const isQueue = queues.some(({ arn }) => arn === own.EventSourceArn)
  for (const name of Object.keys(streamProperties)) {
    if (isQueue && Object.hasOwn(own, name))
      template.report(mapping, name, 'cdk-loopback supports it for DynamoDB streams only')
  }
  return {
    logicalId,
    queueArn: own.EventSourceArn,
    functionArn,
    batchSize: own.BatchSize ?? 10,
    batchWindow: own.MaximumBatchingWindowInSeconds,
    maximumConcurrency: own.ScalingConfig?.MaximumConcurrency,
    reportsItemFailures: own.FunctionResponseTypes.length > 0,
  }
}

function readStreamSource(template: Template, mapping: Mapping, target: FunctionPlan, parts: Parts): StreamSourcePlan {
  const { logicalId, properties: own } = mapping
  if (!own.StartingPosition) template.report(mapping, 'StartingPosition', 'is required for a stream')
  if (own.ScalingConfig) template.report(mapping, 'ScalingConfig', 'a stream has ParallelizationFactor instead')
  checkReadAccess(template, mapping, target)
  const filters = own.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? []
  for (const [at, filter] of filters.entries()) checkFilter(template, mapping, at, filter)
  const { MaximumRetryAttempts: retries = -1, MaximumRecordAgeInSeconds: age = -1 } = own
  const failures = own.DestinationConfig?.OnFailure?.Destination
  return {
    logicalId,
    streamArn: own.EventSourceArn,
    functionArn: target.arn,
    batchSize: own.BatchSize ?? 100,
    batchWindow: own.MaximumBatchingWindowInSeconds,
    start: own.StartingPosition ?? 'LATEST',
    filters,
    bisects: own.BisectBatchOnFunctionError ?? false,
    reportsItemFailures: own.FunctionResponseTypes.length > 0,
    maximumRetries: retries < 0 ? undefined : retries,
    maximumAge: age < 0 ? undefined : age,
    parallelization: own.ParallelizationFactor ?? 1,
    failureDestination:
      failures === undefined
        ? undefined
        : readDestination(template, mapping, failurePath, failures, parts, target.statements),
  }
}

/** As AWS does when a mapping is created, refuses a function whose role may not read the stream. */
function checkReadAccess(template: Template, mapping: Mapping, { statements }: FunctionPlan): void {
  const { EventSourceArn: stream } = mapping.properties
  const needed = [
    ...['GetRecords', 'GetShardIterator', 'DescribeStream'].map((action) => ({ action, resource: stream })),
    { action: 'ListStreams', resource: '*' },
  ].map(({ action, resource }) => ({ action: `dynamodb:${action}`, resource }))
  const missing = needed.filter((permission) => !isAllowed(statements, permission))
  if (missing.length === 0) return
  const actions = missing.map(({ action }) => action).join(', ')
  template.report(mapping, 'EventSourceArn', `the function's role lacks ${actions} on the stream`)
}

function checkFilter(template: Template, mapping: Mapping, at: number, pattern: string): void {
  try {
    parseEventPattern(pattern)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    template.report(mapping, `FilterCriteria.Filters[${at}].Pattern`, `is invalid: ${reason}`)
  }
}
