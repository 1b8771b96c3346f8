import * as z from 'zod'
import { AwsError } from '../endpoint/aws-service.ts'
import type { LogGroupPlan } from '../template/stack-plan.ts'
import { InvalidFilterPatternError, parseFilterPattern } from './filter-pattern.ts'
import { type LogEvent, type LogPosition, logGroupOf } from './log-event.ts'
import type { LogStore } from './log-store.ts'

/** What the operations of the API work on. */
export type LogsState = {
  readonly region: string
  readonly account: string
  readonly store: LogStore
  /** Lists the groups of the template, and those that functions without one have created for themselves. */
  groups(): readonly LogGroupPlan[]
  /** Returns the time before which a group keeps no events, in milliseconds since 1970. */
  horizon(group: LogGroupPlan): number
  /** When the groups were created, in milliseconds since 1970. */
  readonly created: number
}

/** A request that has been read: what it needs permission for, and what it does. */
type Prepared = { readonly resource: string; run(): object }

export type LogsOperation = (body: unknown, state: LogsState) => Prepared

function define<Schema extends z.ZodType>(
  schema: Schema,
  prepare: (input: z.output<Schema>, state: LogsState) => Prepared,
): LogsOperation {
  return (body, state) => {
    const input = schema.safeParse(body)
    if (input.success) return prepare(input.data, state)
    const [issue] = input.error.issues
    throw invalid(`${issue?.path.join('.')}: ${issue?.message}`)
  }
}

/** Bytes of messages in an answer; and events that a page reads at most to find those that match. */
const largestAnswer = 1_048_576
const searchedEvents = 20_000
const readAtOnce = 1_000

const time = z.int().min(0)
const ofGroup = { logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() }
const filterInput = z.strictObject({
  ...ofGroup,
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().min(1).optional(),
  startTime: time.default(0),
  endTime: time.default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().max(1024).default(''),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(true),
  interleaved: z.boolean().optional(), // events of streams are always interleaved
})
const getInput = z.strictObject({
  ...ofGroup,
  logStreamName: z.string(),
  startTime: time.default(0),
  endTime: time.default(Number.MAX_SAFE_INTEGER),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  startFromHead: z.boolean().default(false),
})
const page = {
  nextToken: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.int().min(1).max(50).default(50),
}

/** Groups come from the template only, and events from functions and rules. */
export const operations: Readonly<Record<string, LogsOperation>> = {
  DescribeLogGroups: define(
    z.strictObject({
      logGroupNamePrefix: z.string().default(''),
      logGroupNamePattern: z.string().default(''),
      ...page,
    }),
    (input, state) => ({
      resource: arnOf('', state),
      run: () => {
        const pattern = input.logGroupNamePattern.toLowerCase()
        const found = state
          .groups()
          .filter(({ name }) => name.startsWith(input.logGroupNamePrefix) && name.toLowerCase().includes(pattern))
          .toSorted((one, other) => (one.name < other.name ? -1 : 1))
        return listPage('logGroups', found, input, (group) => describeGroup(group, state))
      },
    }),
  ),
  DescribeLogStreams: define(
    z.strictObject({
      ...ofGroup,
      logStreamNamePrefix: z.string().default(''),
      orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
      descending: z.boolean().default(false),
      ...page,
    }),
    (input, state) => ({
      resource: arnOf(nameOf(input), state),
      run: () => {
        const { name } = findGroup(nameOf(input), state)
        const found = state.store.streams(name).filter((stream) => stream.name.startsWith(input.logStreamNamePrefix))
        const ordered =
          input.orderBy === 'LastEventTime' ? found.toSorted((one, other) => one.last - other.last) : found
        return listPage('logStreams', input.descending ? ordered.toReversed() : ordered, input, (stream) => ({
          logStreamName: stream.name,
          creationTime: stream.created,
          firstEventTimestamp: stream.first,
          lastEventTimestamp: stream.last,
          lastIngestionTime: stream.lastIngested,
          uploadSequenceToken: '1',
          arn: arnOf(name, state, stream.name),
          storedBytes: 0, // as AWS answers
        }))
      },
    }),
  ),
  FilterLogEvents: define(filterInput, (input, state) => ({
    resource: arnOf(nameOf(input), state),
    run: () => filterEvents(input, state),
  })),
  GetLogEvents: define(getInput, (input, state) => ({
    resource: arnOf(nameOf(input), state, input.logStreamName),
    run: () => getEvents(input, state),
  })),
}

/** The oldest time from which events can be read backwards. */
const earliestBackwards = Date.UTC(2024, 0)

function filterEvents(input: z.output<typeof filterInput>, state: LogsState): object {
  const { logStreamNames, logStreamNamePrefix, limit, endTime } = input
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalid('You cannot specify both logStreamNames and logStreamNamePrefix.')
  }
  if (!input.startFromHead && input.startTime < earliestBackwards) {
    throw invalid('startTime must be on or after January 1, 2024 when startFromHead is false.')
  }
  const group = findGroup(nameOf(input), state)
  const matchesText = readPattern(input.filterPattern)
  const matches = ({ stream, message }: LogEvent) =>
    (logStreamNames?.includes(stream) ?? true) && stream.startsWith(logStreamNamePrefix ?? '') && matchesText(message)
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken)
  const backwards = token ? token.backwards : !input.startFromHead
  const from = Math.max(input.startTime, state.horizon(group))
  const range = { from, to: endTime, backwards }

  const events: LogEvent[] = []
  let after: LogPosition | undefined = token?.position
  let [bytes, searched, ended] = [0, 0, false]
  while (!ended && events.length < limit && bytes < largestAnswer && searched < searchedEvents) {
    const read = state.store.list(group.name, { ...range, after, limit: readAtOnce })
    for (const event of read) {
      if (events.length === limit || bytes >= largestAnswer) break
      after = event
      searched += 1
      if (!matches(event)) continue
      events.push(event)
      bytes += Buffer.byteLength(event.message)
    }
    ended = read.length < readAtOnce && after?.id === (read.at(-1)?.id ?? after?.id)
  }
  return {
    events: events.map((event) => ({ ...describeEvent(event), logStreamName: event.stream, eventId: eventId(event) })),
    searchedLogStreams: [],
    ...(!ended && after && { nextToken: writeToken(backwards, after) }),
  }
}

function getEvents(input: z.output<typeof getInput>, state: LogsState): object {
  const group = findGroup(nameOf(input), state)
  const { store } = state
  const stream = input.logStreamName
  if (!store.streams(group.name).some(({ name }) => name === stream)) {
    throw new AwsError('ResourceNotFoundException', 400, 'The specified log stream does not exist.')
  }
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken)
  const backwards = token ? token.backwards : !input.startFromHead
  const from = Math.max(input.startTime, state.horizon(group))
  // Unlike in FilterLogEvents, the end is not included.
  const range = { from, to: input.endTime - 1, stream, backwards, after: token?.position, limit: input.limit }
  const found = store.list(group.name, range)
  const events = backwards ? found.toReversed() : found
  const edge = token?.position ?? { at: backwards ? input.endTime : from, id: 0 }
  return {
    events: events.map(describeEvent),
    nextForwardToken: writeToken(false, events.at(-1) ?? edge),
    nextBackwardToken: writeToken(true, events[0] ?? edge),
  }
}

function readPattern(pattern: string): (message: string) => boolean {
  try {
    return parseFilterPattern(pattern)
  } catch (error) {
    if (error instanceof InvalidFilterPatternError) throw invalid(error.message)
    throw error
  }
}

function nameOf({
  logGroupName,
  logGroupIdentifier,
}: {
  logGroupName?: string | undefined
  logGroupIdentifier?: string | undefined
}): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalid('You must include either logGroupIdentifier or logGroupName, but not both.')
  }
  return logGroupName ?? logGroupOf(logGroupIdentifier ?? '')
}

function findGroup(name: string, state: LogsState): LogGroupPlan {
  const group = state.groups().find((each) => each.name === name)
  if (group) return group
  throw new AwsError('ResourceNotFoundException', 400, 'The specified log group does not exist.')
}

/** The ARN that policies are compared with. An operation on a group needs the permission for any of its streams. */
function arnOf(group: string, { region, account }: Pick<LogsState, 'region' | 'account'>, stream = ''): string {
  return `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${stream}`
}

function describeGroup({ name, arn, retentionDays }: LogGroupPlan, { store, created }: LogsState): object {
  return {
    logGroupName: name,
    arn,
    logGroupArn: arn.replace(/:\*$/, ''),
    logGroupClass: 'STANDARD',
    creationTime: created,
    metricFilterCount: 0,
    storedBytes: store.bytes(name),
    ...(retentionDays !== undefined && { retentionInDays: retentionDays }),
  }
}

function describeEvent({ at, message, ingestedAt }: LogEvent): object {
  return { timestamp: at, message, ingestionTime: ingestedAt }
}

function eventId({ id }: LogEvent): string {
  return String(id).padStart(56, '0')
}

function writeToken(backwards: boolean, { at, id }: LogPosition): string {
  return `${backwards ? 'b' : 'f'}/${at}/${id}`
}

function readToken(token: string): { readonly backwards: boolean; readonly position: LogPosition } {
  const [, direction, at, id] = /^([bf])\/(\d{1,16})\/(\d{1,16})$/.exec(token) ?? []
  if (direction === undefined) throw invalid('The specified nextToken is invalid.')
  return { backwards: direction === 'b', position: { at: Number(at), id: Number(id) } }
}

/** Lists a page. The token is the index of the first element on it. */
function listPage<Element>(
  member: string,
  elements: readonly Element[],
  { nextToken = '0', limit }: { readonly nextToken?: string | undefined; readonly limit: number },
  describe: (element: Element) => object,
): object {
  const from = Number(nextToken)
  const next = from + limit
  return {
    [member]: elements.slice(from, next).map(describe),
    ...(next < elements.length && { nextToken: String(next) }),
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', 400, message)
}
