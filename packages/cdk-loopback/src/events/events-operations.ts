import * as z from 'zod'
import { AwsError, type Permission } from '../endpoint/aws-service.ts'
import type { EventBusPlan, InputPlan, RulePlan, RuleTargetPlan, StackPlan } from '../template/stack-plan.ts'
import { busArn, busesOf, busNotFound, requestedBus } from './event-buses.ts'
import { matchesPattern, parseEventPattern } from './event-pattern.ts'
import { InvalidPatternError } from './pattern-condition.ts'
import { type Entry, type PutResult, putEventsInput } from './put-events.ts'

/** What the operations of the API work on. */
export type EventsState = {
  readonly plan: Pick<StackPlan, 'eventBuses' | 'rules' | 'region' | 'account'>
  put(entries: readonly Entry[]): PutResult
}

/** A request that has been read: what it needs permission for, and what it does. */
type Prepared = { readonly resources: readonly Omit<Permission, 'action'>[]; run(): object }

export type EventsOperation = (body: unknown, state: EventsState) => Prepared

function define<Schema extends z.ZodType>(
  schema: Schema,
  prepare: (input: z.output<Schema>, state: EventsState) => Prepared,
): EventsOperation {
  return (body, state) => {
    const input = schema.safeParse(body)
    if (input.success) return prepare(input.data, state)
    const [issue] = input.error.issues
    throw new AwsError('SerializationException', 400, `${issue?.path.join('.')}: ${issue?.message}`)
  }
}

const page = { NamePrefix: z.string().default(''), Limit: z.int().min(1).max(100).default(100) }
const pageToken = { NextToken: z.string().regex(/^\d+$/).optional() }
const onBus = { EventBusName: z.string().optional() }

/** Buses and rules come from the stack's template only. */
export const operations: Readonly<Record<string, EventsOperation>> = {
  PutEvents: define(putEventsInput, ({ Entries }, state) => ({
    resources: Entries.map(({ EventBusName, Source = '', DetailType = '' }) => ({
      resource: busArn(requestedBus(EventBusName, state.plan), state.plan),
      context: { 'events:source': [Source], 'events:detail-type': [DetailType] },
    })),
    run: () => state.put(Entries),
  })),
  DescribeEventBus: define(z.object({ Name: z.string().optional() }), ({ Name }, state) => ({
    resources: [{ resource: busArn(requestedBus(Name, state.plan), state.plan) }],
    run: () => describeBus(findBus(requestedBus(Name, state.plan), state)),
  })),
  ListEventBuses: define(z.object({ ...page, ...pageToken }), (input, state) => ({
    resources: [{ resource: '*' }],
    run: () => listPage('EventBuses', busesOf(state.plan), input, describeBus),
  })),
  ListRules: define(z.object({ ...page, ...pageToken, ...onBus }), (input, state) => ({
    resources: [{ resource: '*' }],
    run: () => {
      const bus = findBus(requestedBus(input.EventBusName, state.plan), state)
      const rules = state.plan.rules.filter(({ busName }) => busName === bus.name)
      return listPage('Rules', rules, input, describeRule)
    },
  })),
  DescribeRule: define(z.object({ Name: z.string(), ...onBus }), ({ Name, EventBusName }, state) => ({
    resources: [{ resource: ruleArn(Name, requestedBus(EventBusName, state.plan), state) }],
    run: () => ({
      ...describeRule(findRule(Name, requestedBus(EventBusName, state.plan), state)),
      CreatedBy: state.plan.account,
    }),
  })),
  ListTargetsByRule: define(z.object({ Rule: z.string(), ...onBus, ...page, ...pageToken }), (input, state) => ({
    resources: [{ resource: ruleArn(input.Rule, requestedBus(input.EventBusName, state.plan), state) }],
    run: () => {
      const { targets } = findRule(input.Rule, requestedBus(input.EventBusName, state.plan), state)
      const named = targets.map((target) => ({ ...target, name: target.id }))
      return listPage('Targets', named, input, describeTarget)
    },
  })),
  TestEventPattern: define(z.object({ EventPattern: z.string(), Event: z.string() }), (input) => ({
    resources: [{ resource: '*' }],
    run: () => ({ Result: testPattern(input.EventPattern, input.Event) }),
  })),
}

function ruleArn(name: string, busName: string, { plan: { region, account } }: EventsState): string {
  return `arn:aws:events:${region}:${account}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`
}

function findBus(name: string, { plan }: EventsState): EventBusPlan {
  const bus = busesOf(plan).find((each) => each.name === name)
  if (!bus) throw busNotFound(name)
  return bus
}

function findRule(name: string, busName: string, state: EventsState): RulePlan {
  const bus = findBus(busName, state)
  const rule = state.plan.rules.find((each) => each.name === name && each.busName === bus.name)
  if (rule) return rule
  throw new AwsError('ResourceNotFoundException', 400, `Rule ${name} does not exist on EventBus ${busName}.`)
}

function describeBus({ name, arn, description }: EventBusPlan): object {
  return { Name: name, Arn: arn, ...(description !== undefined && { Description: description }) }
}

function describeRule({ name, arn, busName, pattern, enabled, description }: RulePlan): object {
  return {
    Name: name,
    Arn: arn,
    EventBusName: busName,
    EventPattern: pattern,
    State: enabled ? 'ENABLED' : 'DISABLED',
    ...(description !== undefined && { Description: description }),
  }
}

function describeTarget({ id, arn, input, retry, deadLetterArn }: RuleTargetPlan): object {
  return {
    Id: id,
    Arn: arn,
    ...describeInput(input),
    RetryPolicy: { MaximumRetryAttempts: retry.maximumAttempts, MaximumEventAgeInSeconds: retry.maximumAge },
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
  }
}

function describeInput(input: InputPlan): object {
  switch (input.kind) {
    case 'event':
      return {}
    case 'constant':
      return { Input: input.text }
    case 'path':
      return { InputPath: input.path }
    case 'transformer':
      return { InputTransformer: { InputPathsMap: input.paths, InputTemplate: input.template } }
  }
}

/** Lists a page. The token is the index of the first element on it. */
function listPage<Element extends { readonly name: string }>(
  member: string,
  elements: readonly Element[],
  input: { readonly NamePrefix: string; readonly Limit: number; readonly NextToken?: string | undefined },
  describe: (element: Element) => object,
): object {
  const matching = elements.filter(({ name }) => name.startsWith(input.NamePrefix))
  const from = Number(input.NextToken ?? 0)
  const next = from + input.Limit
  return {
    [member]: matching.slice(from, next).map(describe),
    ...(next < matching.length && { NextToken: String(next) }),
  }
}

function testPattern(pattern: string, event: string): boolean {
  try {
    return matchesPattern(parseEventPattern(pattern), parseEvent(event))
  } catch (error) {
    if (error instanceof InvalidPatternError) throw new AwsError('InvalidEventPatternException', 400, error.message)
    throw error
  }
}

const requiredFields = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type']

function parseEvent(text: string): unknown {
  try {
    const event: unknown = JSON.parse(text)
    if (typeof event === 'object' && event !== null && requiredFields.every((name) => Object.hasOwn(event, name))) {
      return event
    }
  } catch {} // answered below
  const fields = requiredFields.join(', ')
  throw new AwsError('ValidationException', 400, `Parameter Event is not valid. Reason: it needs the fields ${fields}.`)
}
