import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { SendMessage } from '../../core/messages.ts'
import { entry, many, recipientsOf, runUpTo, sender, submission } from './calls.ts'
import type { FaultCase, Scene } from './fault-case.ts'
import { requestRun, until } from './stage.ts'

const sesErrors = {
  'the sending rate is exceeded': new AwsError('Throttling', 400, 'Maximum sending rate exceeded.'),
  'the day’s quota is exceeded': new AwsError('Throttling', 400, 'Daily message quota exceeded.'),
  'SES throttles as newer endpoints report it': new AwsError('ThrottlingException', 400, 'Rate exceeded'),
  'too many requests': new AwsError('TooManyRequestsException', 429, 'Rate exceeded'),
  'SES is not available': new AwsError('ServiceUnavailable', 503, 'Service is unavailable'),
  'the sender is not verified yet': new AwsError('MailFromDomainNotVerifiedException', 400, 'Not verified'),
  'sending is paused in SES': new AwsError('AccountSendingPausedException', 400, 'Sending is paused'),
}

export const sesCases: readonly FaultCase[] = Object.entries(sesErrors).flatMap(([what, error]) =>
  [1, 2, 3].map((nth) => ({
    name: `${what}, from submission ${nth} on`,
    rules: [{ ...submission, nth, times: 4 - nth, fault: 'fail', error } satisfies FaultRule],
  })),
)

const transaction: Selector = { accessKey: /(Send|Plan)Deliveries/, operation: 'TransactWriteItems' }
const composing: Selector = { service: 'lambda', operation: 'Invoke', resource: /ComposeIssue/ }

const conflicts: readonly (readonly [string, Selector, AwsError])[] = [
  ['a claim', entry, conditional()],
  ['a delivery in the middle', { ...entry, nth: 4 }, conditional()],
  ['the last mark', { ...entry, nth: 7 }, conditional()],
  ['reserving places', { accessKey: sender, operation: 'UpdateItem', key: 'sending-rate', nth: 3 }, conditional()],
  ['requesting the quota', { accessKey: sender, operation: 'UpdateItem', key: 'sending-rate' }, conditional()],
  ['counting a batch', { accessKey: sender, operation: 'UpdateItem', key: { prefix: 'progress#' } }, conditional()],
  ...(['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError'] as const).flatMap((code) => [
    [`finishing a portion: ${code}`, { ...transaction, key: { prefix: 'progress#' } }, cancelled(code)] as const,
    [`the end of the issue: ${code}`, { ...transaction, key: { prefix: 'issue#' } }, cancelled('None', code)] as const,
  ]),
  ['the recipients of a portion', { accessKey: /PlanDeliveries/, operation: 'PutItem' }, conditional()],
  [
    'a delivery of the planner',
    { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' } },
    conditional(),
  ],
  ['the planner’s last step', { accessKey: /PlanDeliveries/, operation: 'UpdateItem' }, conditional()],
  ['storing the issue', { operation: 'TransactWriteItems', accessKey: /Compose/ }, cancelled('ConditionalCheckFailed')],
  [
    'storing the issue, by another transaction',
    { operation: 'TransactWriteItems', accessKey: /Compose/ },
    cancelled('TransactionConflict'),
  ],
  [
    'storing the issue, by throttling',
    { operation: 'TransactWriteItems', accessKey: /Compose/ },
    cancelled('ThrottlingError'),
  ],
]

function conditional(): AwsError {
  return new AwsError('ConditionalCheckFailedException', 400, 'The conditional request failed')
}

function cancelled(...codes: readonly string[]): AwsError {
  const CancellationReasons = codes.map((Code) => ({ Code, Message: Code }))
  return new AwsError('TransactionCanceledException', 400, `Transaction cancelled [${codes}]`, { CancellationReasons })
}

/** DynamoDB reports a conflict although no other process has written. */
export const conflictCases: readonly FaultCase[] = conflicts.map(([what, selector, error]) => ({
  name: `a false conflict at ${what}`,
  rules: [{ ...selector, fault: 'fail', error }],
}))

const command: Selector = { service: 'events', operation: 'InvokeTarget' }

/** The event bus delivers the request for the run at least once. */
export const busCases: readonly FaultCase[] = [
  ...(['repeat', 'throttle', 'fail', 'lose-response'] as const).map((fault) => ({
    name: `the event bus meets ${fault} when it delivers a command`,
    rules: [{ ...command, fault }],
  })),
  { name: 'Lambda invokes ComposeIssue twice', rules: [{ ...composing, fault: 'repeat' }] },
  {
    name: 'the account has no execution left for ComposeIssue, for an hour',
    act: async ({ stage }) => {
      const rule = stage.local.faults.add({ ...composing, times: many, fault: 'throttle' })
      await requestRun(stage)
      await until('it is throttled', () => rule.hits > 0)
      for (let minutes = 0; minutes < 60; minutes += 5) {
        await until('it waits for its retry', async () => !(await stage.isRunning()))
        const { hits } = rule
        stage.local.clock.move(301_000)
        await until('it is throttled again', () => rule.hits > hits)
      }
      if ((await stage.countFailures()) > 0) throw new Error('A message is in the dead-letter queue')
      rule.remove()
    },
  },
]

/** A sender puts back deliveries that it cannot settle yet. */
const putsBack: Selector = { accessKey: sender, operation: 'SendMessage' }

export const queueCases: readonly FaultCase[] = [
  ...[2, 5].map((times) => ({
    name: `a run is requested ${times} times with one message`,
    act: async ({ stage }: Scene) => {
      const message = await requestRun(stage)
      for (let n = 1; n < times; n += 1) await stage.stack.compose.add(message)
    },
  })),
  ...[2, 5].map((times) => ({
    name: `planning is queued ${times} times`,
    act: (scene: Scene) =>
      runUpTo(scene, { accessKey: /PlanDeliveries/, operation: 'Query' }, async (number) => {
        for (let n = 1; n < times; n += 1)
          for (const shard of ['a', 'b']) await scene.stage.queues.plan.add({ digest: 'daily', number, shard })
      }),
  })),
  ...[2, 5].map((times) => ({
    name: `deliveries are queued ${times} times while the first sender submits`,
    act: (scene: Scene) =>
      runUpTo(scene, submission, async (number) => {
        const recipients = await recipientsOf(scene, number)
        for (let n = 1; n < times; n += 1) await scene.stage.queues.send.add({ digest: 'daily', number, recipients })
      }),
  })),
  {
    name: 'another sender finds the delivery claimed while one submits it',
    act: (scene) =>
      runUpTo(scene, submission, async (number) => {
        const { stage, cast } = scene
        const putBack = stage.local.faults.add({ ...putsBack, times: many, fault: 'hang', milliseconds: 0 })
        await stage.queues.send.add({ digest: 'daily', number, recipients: await recipientsOf(scene, number) })
        await until(
          'the delivery waits',
          () => putBack.hits > 0 || stage.mailsEach(cast.due).every((count) => count > 0),
        )
      }),
  },
  {
    name: 'a planner stops after it has queued a batch, and its recipients leave before it is retried',
    ends: 'some-skipped',
    act: async ({ stage, cast }) => {
      const stored: Selector = { operation: 'PutItem', key: /^delivery#daily-\d+#a/ }
      const rule = stage.local.faults.add({ accessKey: /PlanDeliveries/, ...stored, fault: 'kill-after' })
      await requestRun(stage)
      await until('the planner has stopped', () => rule.hits > 0)
      for (const subscriber of cast.due) await stage.erase(subscriber)
    },
  },
  {
    name: 'deliveries are queued one by one in reverse order, and twice',
    act: (scene) =>
      runUpTo(scene, { ...submission, nth: 2 }, async (number) => {
        const recipients = (await recipientsOf(scene, number)).toReversed()
        const messages: SendMessage[] = recipients.map((each) => ({ digest: 'daily', number, recipients: [each] }))
        for (const message of [...messages, ...messages]) await scene.stage.queues.send.add(message)
      }),
  },
  {
    name: 'a sender finishes before the planner has stored anything',
    act: (scene) =>
      runUpTo(scene, { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' } }, async () => {
        await until('a mail is out', () => scene.stage.mailsEach(scene.cast.due).some((count) => count > 0))
      }),
  },
  ...[5, 6, 7].map((nth) => ({
    name: `all events of SES arrive before write ${nth} of a sender`,
    act: (scene: Scene) =>
      runUpTo(scene, { ...entry, nth }, async () => {
        await until('no event waits', () => scene.stage.local.ses.pendingEvents(1).length === 0)
      }),
  })),
  {
    name: 'an unreadable message goes to the dead-letter queue, and the others are processed',
    act: async ({ stage }) => {
      await stage.queues.send.add('not a message of ours' as never) // invalid on purpose
      await requestRun(stage)
      await stage.settle()
      if ((await stage.countFailures()) !== 1) throw new Error('The message is not in the dead-letter queue')
      await stage.discardFailures()
    },
  },
  ...(
    [
      ['senders', { accessKey: sender, operation: 'BatchGetItem' }],
      ['planners', { accessKey: /PlanDeliveries/, operation: 'PutItem' }],
      ['compose-issue', { accessKey: /ComposeIssue/, operation: 'PutObject' }],
      ['record-feedback', { accessKey: /RecordFeedback/, operation: 'GetItem' }],
    ] as const
  ).map(([who, selector]) => ({
    name: `messages of ${who} fail until they are in the dead-letter queue, and are redriven`,
    act: async ({ stage }: Scene) => {
      const rule = stage.local.faults.add({ ...selector, times: many, fault: 'fail' })
      await requestRun(stage)
      await stage.settle()
      if ((await stage.countFailures()) === 0) throw new Error('No message is in the dead-letter queue')
      rule.remove()
      await stage.redrive()
    },
  })),
  {
    name: 'one event of a batch keeps failing, and only that one is retried',
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
