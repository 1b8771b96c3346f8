import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SNSClient } from '@aws-sdk/client-sns'
import { ReceiveMessageCommand, type ReceiveMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs'
import { onTestFinished } from 'vitest'
import { type Clock, createClock } from '../../src/clock.ts'
import { type Interceptor, type Services, startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openQueues } from '../../src/queues/queue-service.ts'
import type { SubscriptionPlan } from '../../src/template/stack-plan.ts'
import { identities, operator } from '../operator.ts'
import { queuePlan, topicArn } from './plans.ts'

/** Creates a folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'queues-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function clientSettings(endpoint: string) {
  return { endpoint, region: 'us-east-1', credentials: operator, maxAttempts: 1 }
}

export type FixtureOptions = {
  readonly folder?: string
  readonly clock?: Clock
  readonly interceptor?: Interceptor
  /** Queue attributes by queue name. */
  readonly queues?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly subscriptions?: readonly SubscriptionPlan[]
}

/** Starts embedded queues behind their endpoint, and stops them after the test. Default: one queue, `Work`. */
export async function startQueues(options: FixtureOptions = {}) {
  const { clock = createClock(), queues: attributes = { Work: {} }, subscriptions = [] } = options
  const folder = options.folder ?? (await temporaryFolder())
  const queues = openQueues({ folder, region: 'us-east-1', account: '000000000000', clock })
  const services: Services = { sqs: queues.sqs, sns: queues.sns }
  const endpoint = await startAwsEndpoint(services, {
    identities,
    ...(options.interceptor && { interceptor: options.interceptor }),
  })
  const plans = Object.entries(attributes).map(([name, own]) => queuePlan(name, endpoint.url, own))
  queues.applyPlan({
    queues: plans,
    topics: [{ logicalId: 'Topic', name: 'Topic', arn: topicArn }],
    subscriptions,
  })
  const sqs = new SQSClient(clientSettings(endpoint.url))
  const sns = new SNSClient(clientSettings(endpoint.url))
  let open = true
  const stop = async () => {
    if (!open) return
    open = false
    sqs.destroy()
    sns.destroy()
    await endpoint.close()
    await queues.close()
  }
  onTestFinished(stop)
  const url = (name = 'Work') => `${endpoint.url}/000000000000/${name}`
  return {
    ...{ folder, clock, queues, sqs, sns, url, stop, endpoint: endpoint.url },
    /** Receives up to ten messages, without waiting. */
    receive: async (options: Partial<ReceiveMessageCommandInput> = {}, name = 'Work') => {
      const input = { QueueUrl: url(name), MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] }
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ ...input, ...options }))
      return Messages
    },
  }
}

/** Opens a stopped service's database. */
export function openDatabaseOf(folder: string): DatabaseSync {
  return new DatabaseSync(join(folder, 'queues.sqlite'))
}
