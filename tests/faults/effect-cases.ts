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

/** Every call that the Lambdas between a run and the last event make, reading ones included. */
const calls: Readonly<Record<string, Readonly<Record<string, Selector>>>> = {
  ComposeIssue: {
    'looks up the digest': dynamodb('GetItem', 'digest#'),
    'looks for what is pending': dynamodb('Query', 'pending#'),
    'reads an article': dynamodb('GetItem', 'article#'),
    'freezes the issue': s3('PutObject'),
    'numbers the issue': { service: 'dynamodb', operation: 'TransactWriteItems' },
    'tells of the page': sqs('SendMessage'),
    'tells the first planners': sqs('SendMessageBatch'),
    'tells the last planners': sqs('SendMessageBatch', 2),
    'moves the issue on': dynamodb('UpdateItem', 'issue#'),
  },
  PlanDeliveries: {
    'looks up the issue': dynamodb('GetItem', 'issue#'),
    'reads the issue': s3('GetObject'),
    'reads subscribers': { service: 'dynamodb', operation: 'Query', key: 'daily#a' },
    'tells a sender': sqs('SendMessage'),
    'enters the first delivery': dynamodb('PutItem', 'delivery#'),
    'enters a delivery in the middle': dynamodb('PutItem', 'delivery#', 3),
    'notes a shard': dynamodb('PutItem', 'planned#'),
    'counts the shards': dynamodb('Query', 'planned#'),
    'moves the issue on': dynamodb('UpdateItem', 'issue#'),
  },
  SendDeliveries: {
    'looks up the issue': dynamodb('GetItem', 'issue#'),
    'reads the issue': s3('GetObject'),
    'asks for the quota': ses('GetSendQuota'),
    'takes its turn to ask': dynamodb('UpdateItem', 'sending-rate'),
    'books places': dynamodb('UpdateItem', 'sending-rate', 3),
    'reads subscribers': dynamodb('BatchGetItem', 'subscriber#'),
    'reads suppressions': dynamodb('BatchGetItem', 'suppression#'),
    'makes its 1st entry': dynamodb('PutItem', 'delivery#'),
    'makes its 2nd entry': dynamodb('PutItem', 'delivery#', 2),
    'makes its 4th entry': dynamodb('PutItem', 'delivery#', 4),
    'makes its 6th entry': dynamodb('PutItem', 'delivery#', 6),
    'makes its last entry': dynamodb('PutItem', 'delivery#', 7),
    'hands over the 1st mail': ses('SendRawEmail'),
    'hands over the 2nd mail': ses('SendRawEmail', 2),
    'hands over the 3rd mail': ses('SendRawEmail', 3),
  },
  RecordFeedback: {
    'looks up a delivery': dynamodb('GetItem', 'delivery#'),
    'looks up another delivery': dynamodb('GetItem', 'delivery#', 4),
    'notes an outcome': {
      service: 'dynamodb',
      operation: /^(PutItem|TransactWriteItems)$/,
      key: { prefix: 'delivery#' },
    },
  },
}

const faults: Readonly<Record<string, Fault & Pick<FaultRule, 'times'>>> = {
  'is killed before it': { fault: 'kill-before' },
  'is killed after it': { fault: 'kill-after' },
  'is refused once when it': { fault: 'fail' },
  'is refused until it gives up when it': { fault: 'fail', times: 4 },
  'is throttled once when it': { fault: 'throttle' },
  'is throttled until it gives up when it': { fault: 'throttle', times: 4 },
  'hears nothing after it': { fault: 'lose-response' },
  'hears of an error after it': { fault: 'lose-response', answer: 'error' },
}

export const effectCases: readonly FaultCase[] = Object.entries(calls).flatMap(([lambda, what]) =>
  Object.entries(what).flatMap(([call, selector]) =>
    Object.entries(faults).map(([how, fault]) => ({
      name: `${lambda} ${how} ${call}`,
      rules: [{ accessKey: new RegExp(lambda), ...selector, ...fault }],
    })),
  ),
)

const invocationFaults = ['kill-before', 'kill-after', 'fail', 'throttle', 'lose-response'] as const

/** The result of an invocation does not reach the queue: its messages come again. */
export const invocationCases: readonly FaultCase[] = Object.keys(calls).flatMap((lambda) =>
  invocationFaults.map((fault) => ({
    name: `an invocation of ${lambda}: ${fault}`,
    rules: [{ service: 'lambda', resource: new RegExp(lambda), fault }],
  })),
)
