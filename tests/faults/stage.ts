import { randomUUID } from 'node:crypto'
import { PurgeQueueCommand } from '@aws-sdk/client-sqs'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { LocalStack } from 'cdk-loopback/local-stack'
import type { LocalOptions } from 'cdk-loopback/start-local'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { createDynamo, createSqs } from '../../aws/clients.ts'
import { queue } from '../../aws/queue.ts'
import { controlIssue } from '../../cli/issues/control-issue.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import { issueId } from '../../core/issues/issue.ts'
import { openIssueKey } from '../../core/keys.ts'
import type { ComposeMessage, PlanMessage, SendMessage } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { isRunning, startMailStack } from '../support/mail-stack.ts'
import { fewReceives } from '../support/plans.ts'
import { fewShards } from './few-shards.ts'

/** Milliseconds. Longer than visibility timeouts, delays, and the settling time of a delivery. */
const longWait = 901_000

/** The whole product on this machine. Cases run on it one after the other. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** @param prune removes what the cases do not need */
export async function openStage(folder?: string, options: Partial<LocalOptions> = {}, prune = mailsOnly) {
  const { change = (plan: StackPlan) => plan } = options
  const mails = await startMailStack(folder, { ...options, change: (plan) => change(prune(fewReceives(plan))) })
  const { local, stack } = mails
  const { aws: endpoint, credentials } = local
  const connection = { endpoint, region: 'us-east-1', credentials }
  const sqs = createSqs(connection)
  const dynamo = createDynamo(connection)
  const queueOf = <Message>(part: string) => {
    const plan = local.plan.queues.find(({ logicalId }) => logicalId.includes(part))
    if (!plan) throw new Error(`There is no queue named ${part}`)
    return queue<Message>(sqs, plan.url)
  }
  return {
    ...mails,
    queues: {
      plan: queueOf<PlanMessage>('PlanQueue'),
      send: queueOf<SendMessage>('SendQueue'),
      feedback: queueOf<object>('FeedbackQueue'),
      ingest: queueOf<object>('IngestQueue'),
    },
    /** Returns whether a Lambda is running. One that waits for a retry is not. */
    isRunning: async () => isRunning(await describeWork(local)),
    settle: () => settleStack(local),
    /** As of the stack, but by default with an id of a shard that there is in each version. */
    admit: (changes: Partial<Subscriber> = {}, idStart = 'a') => mails.admit(changes, idStart),
    admitMany: (count: number, idStart = 'a') => mails.admitMany(count, idStart),
    /** Moves all readers to another digest, so that those of one case do not receive the issues of another. */
    retire: async () => {
      const { listRecipients } = stack.subscribers
      const pages = await Promise.all(fewShards.map((shard) => listRecipients('daily', shard, undefined, 1_000)))
      const readers = pages.flatMap(({ subscribers }) => subscribers)
      await Promise.all(readers.map((each) => mails.change(each, { digest: 'weekly' })))
    },
    /** Lists the last mails that SES accepted, oldest first: those of more than a round of cases. */
    captured: () => local.ses.mails({ limit: 1_000 }).toReversed(),
    lastIssue: async () => (await stack.issues.getDigest('daily')).lastNumber,
    /** Returns the deliveries to all subscribers who can be recipients. */
    ledger: async (number: number, { due, suppressed, left = [] }: Cast): Promise<Delivery[]> => {
      const id = issueId({ digest: 'daily', number })
      const ids = [...due, suppressed, ...left].map((subscriber) => subscriber.id)
      const found = new Map((await stack.deliveries.getMany(id, ids)).map((each) => [each.delivery.subscriberId, each]))
      return ids.flatMap((each) => found.get(each)?.delivery ?? [])
    },
    /** Gives a command. A submitted issue refuses to be paused or cancelled. */
    order: async (name: Parameters<typeof controlIssue>[0], number: number) => {
      const command = controlIssue(name, 'daily', String(number), stack, { answer: () => {} })
      await command.catch((error) => {
        if (!(error instanceof CommandFailure && error.message.includes('has been submitted'))) throw error
      })
    },
    /** True if monitoring finds the issue among the open ones. */
    isOpen: async (number: number): Promise<boolean> => {
      const Key = openIssueKey('daily', number)
      const { Item } = await dynamo.send(new GetCommand({ TableName: stack.settings.issuesTable, Key }))
      return Item !== undefined
    },
    /** Counts the messages in the dead-letter queue. */
    countFailures: () => stack.failures.count(),
    discardFailures: async () => {
      for (const { logicalId, url } of local.plan.queues)
        if (logicalId.includes('Failures')) await sqs.send(new PurgeQueueCommand({ QueueUrl: url }))
    },
    redrive: async () => void (await stack.failures.redrive()),
  }
}

/**
 * Subscribers who must receive a mail, one who must not, because the address is suppressed, and recipients who left while
 * the issue was being mailed.
 */
export type Cast = {
  readonly due: readonly Subscriber[]
  readonly suppressed: Subscriber
  readonly left?: readonly Subscriber[]
}

export async function admitCast(stage: Stage): Promise<Cast> {
  const [one, two, other, suppressed] = await Promise.all(['a', 'a', 'b', 'a'].map((start) => stage.admit({}, start)))
  if (!one || !two || !other || !suppressed) throw new Error('Not every subscriber was added')
  const suppression = { reason: 'bounce', at: '2029-01-01T00:00:00.000Z' } as const
  await stage.stack.suppressions.add(await stage.hash(suppressed.address), suppression)
  return { due: [one, two, other], suppressed }
}

/** Requests a run of the digest like its schedule. Returns the message. */
export async function requestRun(stage: Stage, requestId: string = randomUUID()): Promise<ComposeMessage> {
  const message: ComposeMessage = { digest: 'daily', requestId }
  await stage.stack.compose.add(message)
  return message
}

/** Polls until a condition holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await holds()); ) {
    if (performance.now() > end) throw new Error(`Timed out waiting until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Names the pending work, also what waits for a later time; empty if there is none. */
function describeWork(local: LocalStack): Promise<string> {
  return local.idle({ timeoutMs: 20, withinMs: Number.POSITIVE_INFINITY }).then(
    () => '',
    (error: Error) => error.message,
  )
}

/** Moves the clock until no message is delayed, but only while no Lambda runs, so that no sender outlives its claim. */
export async function settleStack(local: LocalStack): Promise<void> {
  for (let moves = 0; moves < 200; moves += 1) {
    const busy = await describeWork(local)
    if (busy === '') return
    if (isRunning(busy)) moves -= 1
    else local.clock.move(longWait)
  }
  throw new Error('The stack does not settle')
}

/** Seconds instead of half a minute, so that a call that hangs does not hold up a case as long. */
const feedbackTimeout = 8

/** Removes schedules and the builder of pages, which mails do not need. */
function mailsOnly(plan: StackPlan): StackPlan {
  const pages = plan.functions.find(({ logicalId }) => logicalId.includes('PublishSite'))
  return {
    ...plan,
    schedules: [],
    eventSources: plan.eventSources.filter((each) => each.functionArn !== pages?.arn),
    functions: plan.functions.map((each) =>
      each.logicalId.includes('RecordFeedback') ? { ...each, timeout: feedbackTimeout } : each,
    ),
  }
}
