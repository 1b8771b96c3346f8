import { randomUUID } from 'node:crypto'
import { GetQueueAttributesCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs'
import type { LocalStack } from 'cdk-loopback/local-stack'
import type { LocalOptions } from 'cdk-loopback/start-local'
import type { QueuePlan, StackPlan } from 'cdk-loopback/template/stack-plan'
import { createSqs } from '../../aws/clients.ts'
import { queue } from '../../aws/queue.ts'
import { controlIssue } from '../../cli/issues/control-issue.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { ComposeMessage, PlanMessage, SendMessage } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { startMailStack } from '../support/mail-stack.ts'

/** Milliseconds: longer than a visibility timeout, than any delay, and than an unknown hand-over settles. */
const aWhile = 901_000

/** The whole product on this machine, on which one case runs after the other. */
export type Stage = Awaited<ReturnType<typeof openStage>>

export async function openStage(folder?: string, options: Partial<LocalOptions> = {}) {
  const { change = (plan: StackPlan) => plan } = options
  const mails = await startMailStack(folder, { ...options, change: (plan) => change(mailsOnly(plan)) })
  const { local, stack } = mails
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'x' }
  const sqs = createSqs({ endpoint: local.aws, region: 'us-east-1', credentials })
  const queueOf = <Message>(part: string) => {
    const found = local.plan.queues.find(({ logicalId }) => logicalId.includes(part))
    if (!found) throw new Error(`There is no queue named ${part}`)
    return queue<Message>(sqs, found.url)
  }
  const fedFrom = local.plan.queues.filter(({ arn }) =>
    local.plan.eventSources.some((source) => source.queueArn === arn),
  )
  return {
    ...mails,
    queues: {
      compose: queueOf<ComposeMessage>('ComposeQueue'),
      plan: queueOf<PlanMessage>('PlanQueue'),
      send: queueOf<SendMessage>('SendQueue'),
      feedback: queueOf<object>('FeedbackQueue'),
      ingest: queueOf<object>('IngestQueue'),
    },
    settle: () => settle(local, () => countDelayed(sqs, fedFrom)),
    lastIssue: async () => (await stack.issues.getDigest('daily')).lastNumber,
    /** What the ledger has of those who can be recipients: nobody else is subscribed. */
    ledger: async (number: number, { due, suppressed }: Cast): Promise<Delivery[]> => {
      const id = issueId({ digest: 'daily', number })
      const entries = await Promise.all([...due, suppressed].map((reader) => stack.deliveries.get(id, reader.id)))
      return entries.flatMap((stored) => stored?.delivery ?? [])
    },
    order: (name: Parameters<typeof controlIssue>[0], number: number) =>
      controlIssue(name, 'daily', String(number), stack, { answer: () => {} }),
    /** Messages in dead-letter queues. */
    countFailures: async (): Promise<number> => {
      const counts = await Promise.all(Object.values(stack.failures).map((failures) => failures.count()))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    discardFailures: async () => {
      for (const { logicalId, url } of local.plan.queues)
        if (logicalId.includes('Failures')) await sqs.send(new PurgeQueueCommand({ QueueUrl: url }))
    },
    redrive: async () => {
      for (const failures of Object.values(stack.failures)) await failures.redrive()
    },
  }
}

async function countDelayed(sqs: ReturnType<typeof createSqs>, queues: readonly QueuePlan[]): Promise<number> {
  const name = 'ApproximateNumberOfMessagesDelayed'
  const answers = await Promise.all(
    queues.map(({ url }) => sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [name] }))),
  )
  return answers.reduce((sum, { Attributes }) => sum + Number(Attributes?.[name] ?? 0), 0)
}

/** Those who are due a mail, and one who must not get any, because the address is suppressed. */
export type Cast = { readonly due: readonly Subscriber[]; readonly suppressed: Subscriber }

export async function admitCast(stage: Stage): Promise<Cast> {
  const [one, two, other, suppressed] = await Promise.all(['a', 'a', 'b', 'a'].map((start) => stage.admit({}, start)))
  if (!one || !two || !other || !suppressed) throw new Error('Not everybody was admitted')
  const suppression = { reason: 'bounce', at: '2029-01-01T00:00:00.000Z' } as const
  await stage.stack.suppressions.add(await stage.hash(suppressed.address), suppression)
  return { due: [one, two, other], suppressed }
}

/** Asks for a run of the digest, as its schedule does. Answers the message. */
export async function askForRun(stage: Stage, requestId: string = randomUUID()): Promise<ComposeMessage> {
  const message: ComposeMessage = { digest: 'daily', requestId }
  await stage.queues.compose.add(message)
  return message
}

/** Waits until something holds, by looking again and again. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; !(await holds()); ) {
    if (performance.now() > end) throw new Error(`It did not come to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Time passes only while nobody is at work, so no sender outlives its claim; it ends when nothing waits for time to pass. */
async function settle(local: LocalStack, countDelayed: () => Promise<number>): Promise<void> {
  for (let moves = 0; moves < 200; moves += 1) {
    const busy = await local.idle({ timeoutMs: 20 }).then(
      () => '',
      (error: Error) => error.message,
    )
    if (busy.includes('function') || busy.includes('events')) moves -= 1
    else if (busy === '' && (await countDelayed()) === 0) return
    else local.clock.move(aWhile)
  }
  throw new Error('It does not settle')
}

/** Nothing runs by the clock, and no pages are built: they have nothing to do with mails. */
function mailsOnly(plan: StackPlan): StackPlan {
  const pages = plan.functions.find(({ logicalId }) => logicalId.includes('PublishSite'))
  return { ...plan, schedules: [], eventSources: plan.eventSources.filter((each) => each.functionArn !== pages?.arn) }
}
