import type { Fault, FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { FaultCase } from './fault-case.ts'

const dynamodb = (operation: string, key: string, nth = 1): Selector => ({
  service: 'dynamodb',
  operation,
  key: { prefix: key },
  nth,
})
const sqs = (operation: string, nth = 1): Selector => ({ service: 'sqs', operation, nth })
const s3 = (operation: string): Selector => ({ service: 's3', operation, key: { prefix: 'issues/' } })
const ses = (operation: string, nth = 1): Selector => ({ service: 'ses', operation, nth })

/** Every call, including reads, that the Lambdas make between a run and the last event. */
const calls: Readonly<Record<string, Readonly<Record<string, Selector>>>> = {
  ComposeIssue: {
    'reads the digest': dynamodb('GetItem', 'digest#'),
    'lists pending articles': dynamodb('Query', 'pending#'),
    'reads an article': dynamodb('GetItem', 'article#'),
    'freezes the issue': s3('PutObject'),
    'stores the issue': { service: 'dynamodb', operation: 'TransactWriteItems' },
    'requests the page': sqs('SendMessage'),
    'queues the planners': sqs('SendMessageBatch'),
    'moves the issue': dynamodb('UpdateItem', 'issue#'),
  },
  PlanDeliveries: {
    'reads the issue row': dynamodb('GetItem', 'issue#'),
    'reads the issue': s3('GetObject'),
    'checks whether a shard is planned': dynamodb('GetItem', 'planned#'),
    'reads subscribers': { service: 'dynamodb', operation: 'Query', key: 'daily#a' },
    'stores the recipients of a portion': dynamodb('PutItem', 'recipients#daily', 3),
    'stores the progress of a portion': dynamodb('PutItem', 'progress#'),
    'queues deliveries': { ...sqs('SendMessage'), resource: /SendQueue/ },
    'continues its chain': { ...sqs('SendMessage', 2), resource: /PlanQueue/ },
    'stores the first delivery': dynamodb('PutItem', 'delivery#'),
    'stores a delivery in the middle': dynamodb('PutItem', 'delivery#', 3),
    'stores a planned shard': dynamodb('PutItem', 'planned#'),
    'counts the shards': dynamodb('Query', 'planned#'),
    'moves the issue': dynamodb('UpdateItem', 'issue#'),
    'gives the issue more time': dynamodb('UpdateItem', 'open-issues'),
    'reads the totals': dynamodb('BatchGetItem', 'progress#'),
  },
  SendDeliveries: {
    'reads the issue row': dynamodb('GetItem', 'issue#'),
    'reads the issue': s3('GetObject'),
    'requests the quota': ses('GetSendQuota'),
    'reserves the request for the quota': dynamodb('UpdateItem', 'sending-rate'),
    'reserves places': dynamodb('UpdateItem', 'sending-rate', 3),
    'reads subscribers': dynamodb('BatchGetItem', 'subscriber#'),
    'reads suppressions': dynamodb('BatchGetItem', 'suppression#'),
    'writes its 1st delivery': dynamodb('PutItem', 'delivery#'),
    'writes its 2nd delivery': dynamodb('PutItem', 'delivery#', 2),
    'writes its 4th delivery': dynamodb('PutItem', 'delivery#', 4),
    'writes its 6th delivery': dynamodb('PutItem', 'delivery#', 6),
    'writes its last delivery': dynamodb('PutItem', 'delivery#', 7),
    'submits the 1st mail': ses('SendRawEmail'),
    'submits the 2nd mail': ses('SendRawEmail', 2),
    'submits the 3rd mail': ses('SendRawEmail', 3),
    'counts a batch': dynamodb('UpdateItem', 'progress#'),
    'counts another batch': dynamodb('UpdateItem', 'progress#', 2),
    'reads a portion': dynamodb('GetItem', 'progress#'),
    'finishes a portion': dynamodb('TransactWriteItems', 'progress#'),
    'finishes another portion': dynamodb('TransactWriteItems', 'progress#', 2),
    'checks the shards': dynamodb('Query', 'planned#'),
  },
  // The later one of the last sender and the last planner ends the issue.
  '(Send|Plan)Deliveries': {
    'ends the issue': dynamodb('TransactWriteItems', 'issue#'),
  },
  RecordFeedback: {
    'reads a delivery': dynamodb('GetItem', 'delivery#'),
    'reads another delivery': dynamodb('GetItem', 'delivery#', 4),
    'stores an outcome': {
      service: 'dynamodb',
      operation: /^(PutItem|TransactWriteItems)$/,
      key: { prefix: 'delivery#' },
    },
  },
}

const faults: Readonly<Record<string, Fault & Pick<FaultRule, 'times'>>> = {
  'stops before it': { fault: 'kill-before' },
  'stops after it': { fault: 'kill-after' },
  'gets an error once when it': { fault: 'fail' },
  'gets errors until it gives up when it': { fault: 'fail', times: 4 },
  'is throttled once when it': { fault: 'throttle' },
  'is throttled until it gives up when it': { fault: 'throttle', times: 4 },
  'gets no response after it': { fault: 'lose-response' },
  'gets an error after it': { fault: 'lose-response', answer: 'error' },
}

/** A read has no effect, so these faults do to it what the corresponding faults before it do. */
const faultsAfterEffects = ['stops after it', 'gets an error after it']
const isRead = ({ operation }: Selector) => /^(Get|BatchGet|Query)/.test(String(operation))

export const effectCases: readonly FaultCase[] = Object.entries(calls).flatMap(([lambda, what]) =>
  Object.entries(what).flatMap(([call, selector]) =>
    Object.entries(faults)
      .filter(([how]) => !(isRead(selector) && faultsAfterEffects.includes(how)))
      .map(([how, fault]) => ({
        name: `${lambda} ${how} ${call}`,
        ...(fault.fault.startsWith('kill') && { family: 'crash' as const }),
        step: `${lambda} ${call}`,
        rules: [{ accessKey: new RegExp(lambda), ...selector, ...fault }],
      })),
  ),
)

const invocationFaults = ['kill-before', 'kill-after', 'fail', 'throttle', 'lose-response'] as const

/** The queue does not receive the result of an invocation, so it delivers the messages again. */
const lambdas = ['ComposeIssue', 'PlanDeliveries', 'SendDeliveries', 'RecordFeedback']
export const invocationCases: readonly FaultCase[] = lambdas.flatMap((lambda) =>
  invocationFaults.map((fault) => ({
    name: `an invocation of ${lambda}: ${fault}`,
    rules: [{ service: 'lambda', resource: new RegExp(lambda), fault }],
  })),
)
