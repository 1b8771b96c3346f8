import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { onTestFinished } from 'vitest'
import type { LocalStack, RunOptions } from '../../src/local-stack.ts'
import { runStack } from '../../src/run-stack.ts'
import type { QueuePlan, RulePlan, StackPlan } from '../../src/template/stack-plan.ts'
import { deliveryPlan } from '../deliveries/plans.ts'
import { deployment, stackId } from '../deployment.ts'
import { queuePlan } from '../queues/plans.ts'
import { apiBehavior } from '../site/serve.ts'

const arnOf = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`
export const queueArn = (name: string) => arnOf('sqs', name)
export const functionArn = (name: string) => arnOf('lambda', `function:Test-${name}`)
export const busArn = arnOf('events', 'event-bus/orders')

/** A rule on the bus `orders` for all events from `shop`. Target: the queue `Target`. */
export function rulePlan(plan: Partial<RulePlan> = {}, target: Partial<RulePlan['targets'][number]> = {}): RulePlan {
  const name = plan.name ?? 'rule'
  const delivery = deliveryPlan({ kind: 'queue', arn: queueArn('Target') })
  return {
    ...{ logicalId: name, name, arn: arnOf('events', `rule/orders/${name}`), busName: 'orders', enabled: true },
    ...{ description: undefined, pattern: '{"source":["shop"]}' },
    targets: [{ ...delivery, id: 'target', input: { kind: 'event' }, ...target }],
    ...plan,
  }
}

const plan: Omit<StackPlan, 'rules' | 'queues'> = {
  ...{ stackName: 'Test', stackId, deployment, region: 'us-east-1', account: '000000000000', outputs: {} },
  ...{ buckets: [], tables: [], functions: [], eventSources: [], streamSources: [], schedules: [], httpRoutes: [] },
  ...{ distribution: { defaultRootObject: '', errorResponses: [], behaviors: [apiBehavior] } },
  ...{ configurationSets: [], identities: [], ruleSets: [], receiptRules: [], logGroups: [], managedPolicies: [] },
  topics: [{ logicalId: 'Topic', name: 'Topic', arn: arnOf('sns', 'Topic') }],
  subscriptions: [
    { topicArn: arnOf('sns', 'Topic'), queueArn: queueArn('Target'), raw: true, filterPolicy: undefined },
  ],
  eventBuses: [{ logicalId: 'Orders', name: 'orders', arn: busArn, description: 'all orders' }],
}

type Change = Partial<StackPlan> | ((folder: string) => Partial<StackPlan>)

export type EventStack = {
  readonly stack: LocalStack
  readonly log: readonly string[]
  readonly events: EventBridgeClient
  readonly settings: { readonly endpoint: string; readonly region: string; readonly maxAttempts: number }
  readonly folder: string
  put(...entries: PutEventsRequestEntry[]): Promise<readonly object[]>
  /** Receives and deletes all messages of a queue. */
  receive(queue: string): Promise<readonly { body: string; attributes: Record<string, string | undefined> }[]>
  /** Stops the stack and starts it again, with another plan if one is given. */
  restart(change?: Change): Promise<EventStack>
}

/** Runs a stack with the bus `orders`, the queues `Target` and `Dead`, and the topic `Topic`, until the test ends. */
export async function startEventStack(
  change: Change = {},
  options: Partial<RunOptions> = {},
  folder = temporaryFolder(),
): Promise<EventStack> {
  const changes = typeof change === 'function' ? change(folder) : change
  const log: string[] = []
  const stack = await runStack(
    ({ awsUrl }) => {
      const queues: QueuePlan[] = ['Target', 'Dead'].map((name) => queuePlan(name, awsUrl))
      return { ...plan, queues, rules: [], ...changes }
    },
    { data: path.join(folder, 'data'), log: (line) => void log.push(line), ...options },
  )
  const settings = {
    ...{ endpoint: stack.aws, region: 'us-east-1', maxAttempts: 1 },
    credentials: stack.credentials,
  }
  const events = new EventBridgeClient(settings)
  const sqs = new SQSClient(settings)
  const close = async () => {
    events.destroy()
    sqs.destroy()
    await stack.close()
  }
  let closed = false
  onTestFinished(async () => {
    if (!closed) await close()
  })
  const receive: EventStack['receive'] = async (queue) => {
    const QueueUrl = `${stack.aws}/000000000000/${queue}`
    const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input))
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
      body: Body,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, value]) => [name, value.StringValue]),
      ),
    }))
  }
  return {
    ...{ stack, log, events, settings, folder, receive },
    put: async (...Entries) => {
      const { Entries: results = [] } = await events.send(new PutEventsCommand({ Entries }))
      return results
    },
    restart: async (next = change) => {
      closed = true
      await close()
      return startEventStack(next, options, folder)
    },
  }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'event-stack-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

export const order = (detail: object = { id: 1 }): PutEventsRequestEntry => ({
  ...{ EventBusName: 'orders', Source: 'shop', DetailType: 'Order Placed' },
  Detail: JSON.stringify(detail),
})
