import { type Clock, createClock } from '../clock.ts'
import type { AwsService } from '../endpoint/aws-service.ts'
import type { OpenFile } from '../host/database-file.ts'
import type { StackPlan } from '../template/stack-plan.ts'
import { createArrivals } from './arrivals.ts'
import { type Consumer, consume } from './consumer.ts'
import { ageOfOldest, hasWork } from './count-messages.ts'
import { type Database, openDatabase } from './database.ts'
import { forwardEvent } from './forward-event.ts'
import type { MessageAttributes } from './message-attributes.ts'
import { createMessageMover } from './message-mover.ts'
import { deleteExpired, followClock, recoverMessages } from './message-times.ts'
import { openMoveTasks } from './move-tasks.ts'
import { putMessage } from './put-message.ts'
import { createQueueList, type Queue } from './queue-list.ts'
import { publish, type Sns } from './sns/publish.ts'
import { createSnsService } from './sns/sns-service.ts'
import { createTopicList } from './sns/topic-list.ts'
import { acceptMessage } from './sqs/send-message.ts'
import type { Sqs } from './sqs/sqs.ts'
import { createSqsService } from './sqs/sqs-service.ts'

export type QueueService = {
  readonly sqs: AwsService
  readonly sns: AwsService
  /** Replaces queues, topics and subscriptions by those of the plan. Messages of earlier runs stay in their queues. */
  applyPlan(plan: Pick<StackPlan, 'queues' | 'topics' | 'subscriptions'>): void
  /** Sends a message to a queue. The message is stored when this returns. */
  send(queueArn: string, body: string, attributes?: MessageAttributes): void
  /** Sends a message as SendMessage does, without `QueueUrl`, and returns its result. @throws {AwsError} */
  accept(queueArn: string, parameters: Readonly<Record<string, unknown>>): object
  /** Publishes to a topic. All subscribed queues have stored the message when this returns. */
  publish(topicArn: string, message: string, subject?: string, attributes?: MessageAttributes): void
  /** Runs `forward`, which sends and publishes, in one transaction. Does nothing if this was the source's last event. */
  forwardEvent(source: string, event: unknown, forward: () => void): void
  consumer(queueArn: string): Consumer
  /** The database of the messages, for work that must change together with them. */
  readonly database: Database
  /** Returns whether a queue holds messages that are visible, in flight, or visible in less than `withinMs`. */
  hasWork(queueArn: string, withinMs: number): boolean
  /** Returns the age, in seconds, of the oldest message of a queue; undefined without messages. */
  ageOfOldest(queueName: string): number | undefined
  /** Returns the time of the stack's clock. */
  now(): Date
  /** Returns whether a task moves messages from a dead-letter queue. */
  movesMessages(): boolean
  close(): Promise<void>
}

export type QueueOptions = {
  readonly folder: string
  readonly openFile?: OpenFile
  readonly region: string
  readonly account: string
  /** Default: the machine's clock. */
  readonly clock?: Clock
}

/** Opens the embedded SQS and SNS below `folder`, which only one process can have open. */
export function openQueues({ folder, openFile, region, account, clock = createClock() }: QueueOptions): QueueService {
  const database = openDatabase(folder, openFile)
  const { now } = clock
  recoverMessages(database, now().getTime())
  const arrivals = createArrivals(now, (queue, after) => nextVisible(database, queue, after))
  const store = { database, arrivals, now, queues: createQueueList(now), moves: openMoveTasks(database) }
  const mover = createMessageMover(store)
  const sqs: Sqs = { ...store, mover }
  const sns: Sns = { sqs, region, topics: createTopicList() }
  const stopFollowing = followClock(sqs, clock)
  return {
    sqs: createSqsService(sqs, `arn:aws:sqs:${region}:${account}:`),
    sns: createSnsService(sns, `arn:aws:sns:${region}:${account}:`),
    applyPlan: (plan) => {
      sqs.queues.replaceAll(plan.queues)
      sns.topics.replaceAll(plan.topics, plan.subscriptions)
      deleteExpired(sqs, sqs.queues.all())
      mover.resume()
    },
    send: (queueArn, body, attributes = {}) => void putMessage(sqs, findQueue(sqs, queueArn), { body, attributes }),
    accept: (queueArn, parameters) => acceptMessage(sqs, findQueue(sqs, queueArn), parameters),
    publish: (topicArn, message, subject, attributes = {}) =>
      void publish(sns, { topicArn, message, subject, attributes }),
    forwardEvent: (source, event, forward) => forwardEvent(database, source, event, forward),
    consumer: (queueArn) => consume(sqs, () => findQueue(sqs, queueArn)),
    database,
    hasWork: (queueArn, withinMs) => hasWork(sqs, findQueue(sqs, queueArn), withinMs),
    ageOfOldest: (queueName) => ageOfOldest(sqs, queueName),
    now,
    movesMessages: () => sqs.moves.listRunning().length > 0,
    close: async () => {
      stopFollowing()
      mover.close()
      arrivals.close()
      database.close()
    },
  }
}

function findQueue({ queues }: Sqs, arn: string): Queue {
  const queue = queues.findByArn(arn)
  if (!queue) throw new Error(`There is no queue ${arn}.`)
  return queue
}

function nextVisible(database: Database, queue: string, after: number): number | undefined {
  const row = database
    .statement('SELECT min(visible_at) AS time FROM messages WHERE queue = ? AND visible_at > ?')
    .get(queue, after)
  return typeof row?.time === 'number' ? row.time : undefined
}
