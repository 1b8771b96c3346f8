import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { SendMessage } from '../../core/messages.ts'
import { entry, handOver, many, recipientsOf, runUpTo, sender } from './calls.ts'
import type { FaultCase, Scene } from './fault-case.ts'
import { askForRun, until } from './stage.ts'

const sesErrors = {
  'the sending rate is exceeded': new AwsError('Throttling', 400, 'Maximum sending rate exceeded.'),
  'the day’s quota is exceeded': new AwsError('Throttling', 400, 'Daily message quota exceeded.'),
  'SES is throttling in its newer words': new AwsError('ThrottlingException', 400, 'Rate exceeded'),
  'too many requests': new AwsError('TooManyRequestsException', 429, 'Rate exceeded'),
  'SES is not available': new AwsError('ServiceUnavailable', 503, 'Service is unavailable'),
  'the sender is not verified yet': new AwsError('MailFromDomainNotVerifiedException', 400, 'Not verified'),
  'sending is paused in SES': new AwsError('AccountSendingPausedException', 400, 'Sending is paused'),
}

export const sesCases: readonly FaultCase[] = Object.entries(sesErrors).flatMap(([what, error]) =>
  [1, 2, 3].map((nth) => ({
    name: `${what}, from hand-over ${nth} on`,
    rules: [{ ...handOver, nth, times: 4 - nth, fault: 'fail', error } satisfies FaultRule],
  })),
)

const conflicts: readonly (readonly [string, Selector, AwsError])[] = [
  ['a claim', entry, conditional()],
  ['an entry in the middle', { ...entry, nth: 4 }, conditional()],
  ['the last mark', { ...entry, nth: 7 }, conditional()],
  ['booking places', { accessKey: sender, operation: 'UpdateItem', nth: 3 }, conditional()],
  ['asking for the quota', { accessKey: sender, operation: 'UpdateItem' }, conditional()],
  ['an entry of the planner', { accessKey: /PlanDeliveries/, operation: 'PutItem' }, conditional()],
  ['the planner’s last step', { accessKey: /PlanDeliveries/, operation: 'UpdateItem' }, conditional()],
  [
    'numbering the issue',
    { operation: 'TransactWriteItems', accessKey: /Compose/ },
    cancelled('ConditionalCheckFailed'),
  ],
  [
    'numbering, by another transaction',
    { operation: 'TransactWriteItems', accessKey: /Compose/ },
    cancelled('TransactionConflict'),
  ],
  ['numbering, by throttling', { operation: 'TransactWriteItems', accessKey: /Compose/ }, cancelled('ThrottlingError')],
]

function conditional(): AwsError {
  return new AwsError('ConditionalCheckFailedException', 400, 'The conditional request failed')
}

function cancelled(Code: string): AwsError {
  const CancellationReasons = [{ Code, Message: Code }]
  return new AwsError('TransactionCanceledException', 400, `Transaction cancelled [${Code}]`, { CancellationReasons })
}

/** DynamoDB says that somebody was quicker, who then turns out to have changed nothing. */
export const conflictCases: readonly FaultCase[] = conflicts.map(([what, selector, error]) => ({
  name: `a conflict that is none, at ${what}`,
  rules: [{ ...selector, fault: 'fail', error }],
}))

/** A sender puts back what it cannot settle yet. */
const tells: Selector = { accessKey: sender, operation: 'SendMessage' }

export const queueCases: readonly FaultCase[] = [
  ...[2, 5].map((times) => ({
    name: `a run is asked for ${times} times with one message`,
    act: async ({ stage }: Scene) => {
      const message = await askForRun(stage)
      for (let n = 1; n < times; n += 1) await stage.queues.compose.add(message)
    },
  })),
  ...[2, 5].map((times) => ({
    name: `planners are told ${times} times`,
    act: (scene: Scene) =>
      runUpTo(scene, { accessKey: /PlanDeliveries/, operation: 'Query' }, async (number) => {
        for (let n = 1; n < times; n += 1)
          for (const shard of ['a', 'b']) await scene.stage.queues.plan.add({ digest: 'daily', number, shard })
      }),
  })),
  ...[2, 5].map((times) => ({
    name: `senders are told ${times} times, while the first one is at it`,
    act: (scene: Scene) =>
      runUpTo(scene, handOver, async (number) => {
        const recipients = await recipientsOf(scene, number)
        for (let n = 1; n < times; n += 1) await scene.stage.queues.send.add({ digest: 'daily', number, recipients })
      }),
  })),
  {
    name: 'another sender comes while one is handing over, and finds the delivery claimed',
    act: (scene) =>
      runUpTo(scene, handOver, async (number) => {
        const { stage, cast } = scene
        const putBack = stage.local.faults.add({ ...tells, times: many, fault: 'hang', milliseconds: 0 })
        await stage.queues.send.add({ digest: 'daily', number, recipients: await recipientsOf(scene, number) })
        await until('it waits', () => putBack.hits > 0 || stage.mailsEach(cast.due).every((count) => count > 0))
      }),
  },
  {
    name: 'senders are told in reverse, one by one, and all of it again',
    act: (scene) =>
      runUpTo(scene, { ...handOver, nth: 2 }, async (number) => {
        const recipients = (await recipientsOf(scene, number)).toReversed()
        const messages: SendMessage[] = recipients.map((each) => ({ digest: 'daily', number, recipients: [each] }))
        for (const message of [...messages, ...messages]) await scene.stage.queues.send.add(message)
      }),
  },
  {
    name: 'a sender is done before the planner has entered anything',
    act: (scene) =>
      runUpTo(scene, { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' } }, async () => {
        await until('a mail is out', () => scene.stage.mailsEach(scene.cast.due).some((count) => count > 0))
      }),
  },
  ...[5, 6, 7].map((nth) => ({
    name: `SES’s events are all there before entry ${nth} of a sender`,
    act: (scene: Scene) =>
      runUpTo(scene, { ...entry, nth }, async () => {
        await until('no event waits', () => scene.stage.local.ses.pendingEvents(1).length === 0)
      }),
  })),
  {
    name: 'a message that nobody can read is set aside, and the others go on',
    act: async ({ stage }) => {
      await stage.queues.send.add('no message of ours' as never) // what no sender expects
      await askForRun(stage)
      await stage.settle()
      if ((await stage.countFailures()) !== 1) throw new Error('The message is not in the dead-letter queue')
      await stage.discardFailures()
    },
  },
  ...(
    [
      ['senders', { accessKey: sender, operation: 'BatchGetItem' }],
      ['planners', { accessKey: /PlanDeliveries/, operation: 'PutItem' }],
      ['the composer', { accessKey: /ComposeIssue/, operation: 'PutObject' }],
      ['the recorder', { accessKey: /RecordFeedback/, operation: 'GetItem' }],
    ] as const
  ).map(([who, selector]) => ({
    name: `messages of ${who} fail until they are set aside, and are tried again by hand`,
    act: async ({ stage }: Scene) => {
      const rule = stage.local.faults.add({ ...selector, times: many, fault: 'fail' })
      await askForRun(stage)
      await stage.settle()
      if ((await stage.countFailures()) === 0) throw new Error('No message is in a dead-letter queue')
      rule.remove()
      await stage.redrive()
    },
  })),
  {
    name: 'of a batch of events one fails again and again, and only that one comes again',
    rules: [
      {
        accessKey: /RecordFeedback/,
        operation: 'GetItem',
        key: { prefix: 'delivery#' },
        nth: 2,
        times: 9,
        fault: 'fail',
      },
    ],
  },
]
