import type { IncomingMessage } from 'node:http'
import type { AwsRequest, AwsService } from '../endpoint/aws-service.ts'
import { errorResponse } from '../endpoint/query-protocol.ts'
import { applyPlan, type MessagingPlan } from './apply-plan.ts'
import { type Consumer, consume } from './consumer.ts'
import { type Engine, openEngine, type Queue } from './engine.ts'
import { forward, jsonProtocol, publish, queryProtocol } from './forward.ts'
import { describeSnsCall } from './sns-call.ts'
import { describeSqsCall, readSqsRequest, sqsError } from './sqs-call.ts'
import { jsonToQuery } from './sqs-query.ts'
import { hasWork, moveTime, putBack } from './visibility.ts'

export type QueueService = {
  readonly sqs: AwsService
  readonly sns: AwsService
  applyPlan(plan: MessagingPlan): void
  /** Puts a message into a queue; it is stored when this returns. */
  send(queueArn: string, body: string): void
  /** Publishes to a topic; all subscribed queues have stored the message when this resolves. */
  publish(topicArn: string, message: string, subject: string): Promise<void>
  consumer(queueArn: string): Consumer
  /** Whether a queue holds messages that are visible, being worked on, or visible in less than so many milliseconds. */
  hasWork(queueArn: string, withinMs: number): boolean
  /** The clock moved on by so many milliseconds: delays and visibility timeouts are over so much sooner. */
  moveTime(ms: number): void
  close(): Promise<void>
}

export type QueueOptions = {
  readonly folder: string
  readonly region: string
  readonly account: string
  /** The endpoint that queue URLs name. */
  readonly awsUrl: string
}

/** Opens the embedded SQS and SNS: fauxqs, reached through our endpoint only. */
export async function openQueues({ folder, region, account, awsUrl }: QueueOptions): Promise<QueueService> {
  const engine = await openEngine({ folder, region, queueUrlPrefix: `${awsUrl}/${account}/` })
  const held = new Set<string>()
  return {
    sqs: sqsService(engine, `arn:aws:sqs:${region}:${account}:`),
    sns: snsService(engine, `arn:aws:sns:${region}:${account}:`),
    applyPlan: (plan) => applyPlan(engine, plan),
    send: (queueArn, body) => {
      const queue = findQueue(engine, queueArn)
      queue.enqueue(engine.createMessage(body, {}, Number(queue.attributes.DelaySeconds)))
    },
    publish: (topicArn, message, subject) => publish(engine, topicArn, message, subject),
    consumer: (queueArn) => consume(engine, findQueue(engine, queueArn), held),
    hasWork: (queueArn, withinMs) => hasWork(findQueue(engine, queueArn), withinMs),
    moveTime: (ms) => {
      for (const queue of engine.sqs.allQueues()) moveTime(queue, ms, held)
    },
    close: engine.close,
  }
}

function findQueue({ sqs }: Engine, arn: string): Queue {
  const queue = sqs.getQueueByArn(arn)
  if (!queue) throw new Error(`There is no queue ${arn}.`)
  return queue
}

function sqsService(engine: Engine, arnPrefix: string): AwsService {
  return {
    describe: (request) => describeSqsCall(request, arnPrefix),
    handle: async (request) => {
      const { operation, body, protocol } = await readSqsRequest(request)
      const headers = { ...request.headers, 'x-amz-target': `AmazonSQS.${operation}` }
      const response = await forward(engine, jsonProtocol, headers, Buffer.from(JSON.stringify(body)))
      if (operation === 'ReceiveMessage' && hasHungUp(request)) putBack(engine, body, response.body)
      return protocol === 'json' ? response : jsonToQuery(operation, response)
    },
    error: sqsError,
    close: async () => {},
  }
}

function hasHungUp({ stream }: AwsRequest): boolean {
  const { socket } = stream as IncomingMessage // what the endpoint makes requests from
  return socket.destroyed
}

function snsService(engine: Engine, arnPrefix: string): AwsService {
  return {
    describe: (request) => describeSnsCall(request, arnPrefix),
    handle: async (request) => forward(engine, queryProtocol, request.headers, await request.bytes()),
    error: (_request, error) => errorResponse('sns', error),
    close: async () => {},
  }
}
