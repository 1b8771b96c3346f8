import { AwsError } from 'cdk-loopback/aws-service'
import type { Selector } from 'cdk-loopback/fault-rule'
import { entry, many, recipientsOf, runUpTo, sender, submission } from './calls.ts'
import type { FaultCase, Scene } from './fault-case.ts'
import { requestRun } from './stage.ts'

const departures = {
  unsubscribes: async ({ stage, cast }: Scene) => {
    const [subscriber] = cast.due
    const at = stage.local.clock.now().toISOString()
    if (subscriber) await stage.change(subscriber, { state: 'unsubscribed', unsubscribedAt: at })
  },
  'has their data erased': async ({ stage, cast }: Scene) => {
    const [subscriber] = cast.due
    if (subscriber) await stage.erase(subscriber)
  },
  complains: async ({ stage, cast }: Scene) => {
    const [subscriber] = cast.due
    const suppression = { reason: 'complaint', at: stage.local.clock.now().toISOString() } as const
    if (subscriber) await stage.stack.suppressions.add(await stage.hash(subscriber.address), suppression)
  },
}

const stops: Readonly<Record<string, Selector>> = {
  'before it is planned': { accessKey: /PlanDeliveries/, operation: 'GetItem' },
  'before its senders read the recipients': { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } },
}

export const changeOfMindCases: readonly FaultCase[] = Object.entries(departures).flatMap(([what, depart]) =>
  Object.entries(stops).map(([when, selector]) => ({
    name: `a recipient ${what} ${when}`,
    ends: 'none-mailed' as const,
    act: (scene: Scene) => runUpTo(scene, selector, () => depart(scene)),
    also: async ({ stage, cast }: Scene) => {
      const [departed = 0, ...others] = stage.mailsEach(cast.due)
      return [
        ...(departed === 0 ? [] : ['the recipient who left was mailed']),
        ...(others.every((n) => n === 1) ? [] : ['another recipient was not mailed']),
      ]
    },
  })),
)

const moments: Readonly<Record<string, Selector>> = {
  'while it is stored': { accessKey: /ComposeIssue/, operation: 'UpdateItem' },
  'while it is planned': { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' } },
  'while its planners finish': { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'planned#' } },
  'before its senders read it': { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } },
  'while its senders reserve places': { accessKey: sender, operation: 'UpdateItem', key: 'sending-rate', nth: 3 },
  'while a delivery is claimed': entry,
  'while a mail is submitted': submission,
  'while the last one is submitted': { ...submission, nth: 3 },
  'while the last one is marked': { ...entry, nth: 7 },
  'while a batch is counted': { accessKey: sender, operation: 'UpdateItem', key: { prefix: 'progress#' } },
  'while a portion is finished': {
    accessKey: sender,
    operation: 'TransactWriteItems',
    key: { prefix: 'progress#' },
    nth: 2,
  },
  'while it ends': {
    accessKey: /(Send|Plan)Deliveries/,
    operation: 'TransactWriteItems',
    key: { prefix: 'issue#' },
  },
  'while its events arrive': { accessKey: /RecordFeedback/, operation: 'GetItem' },
}

type Command = 'pause' | 'resume' | 'cancel' | 'retry'
const commands: readonly (readonly [Command, ...Command[]])[] = [
  ['pause', 'resume'],
  ['cancel'],
  ['pause', 'cancel'],
  ['pause', 'resume', 'pause', 'resume', 'resume'],
]

/** The first command is given at that moment, the others when the stack is idle. */
export const commandCases: readonly FaultCase[] = Object.entries(moments).flatMap(([when, selector]) =>
  commands.map(([first, ...rest]) => ({
    name: `${[first, ...rest].join(', ')}: the first ${when}`,
    ...(rest.includes('cancel') || first === 'cancel' ? { ends: 'some-skipped' as const } : {}),
    act: async (scene: Scene) => {
      let number = 0
      await runUpTo(scene, selector, async (last) => {
        number = last
        await scene.stage.order(first, number)
      })
      for (const command of rest) {
        await scene.stage.settle()
        await scene.stage.order(command, number)
      }
    },
  })),
)

/** The issue is stopped while each sender is about to read it. Nobody may be mailed, until it is resumed. */
export const holdCases: readonly FaultCase[] = (['pause', 'cancel'] as const).map((command) => ({
  name: `nobody is mailed after a ${command} that comes before any sender reads the issue`,
  ...(command === 'cancel' ? { ends: 'none-mailed' as const } : {}),
  act: async (scene: Scene) => {
    const { stage, cast } = scene
    const readsIssue: Selector = { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' }, times: many }
    let number = 0
    await runUpTo(scene, readsIssue, async (last) => {
      number = last
      await stage.order(command, number)
    })
    await stage.settle()
    const mails = stage.mailsEach(cast.due).reduce((sum, each) => sum + each, 0)
    if (mails > 0) throw new Error(`SES has ${mails} mails of an issue that was stopped before them`)
    if (command === 'pause') await stage.order('resume', number)
  },
}))

const controlCalls: Readonly<Record<string, Selector>> = {
  'ends the pause': { operation: 'UpdateItem' },
  'requests the shards': { operation: 'PutEvents' },
  'reads the shards': { operation: 'Query', key: { prefix: 'planned#' } },
  'reads the portions': { operation: 'Query', key: { prefix: 'progress#' } },
  'queues deliveries': { operation: 'SendMessageBatch', resource: /SendQueue/ },
}

export const interruptedCommandCases: readonly FaultCase[] = Object.entries(controlCalls).flatMap(([call, selector]) =>
  (['kill-before', 'kill-after', 'fail', 'lose-response'] as const).map((fault) => ({
    name: `a command is applied although ControlIssue meets ${fault} when it ${call}`,
    act: async (scene: Scene) => {
      let number = 0
      await runUpTo(scene, { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } }, async (last) => {
        number = last
        await scene.stage.order('pause', number)
      })
      await scene.stage.settle()
      const rule = scene.stage.local.faults.add({ accessKey: /ControlIssue/, ...selector, fault, times: 2 })
      await scene.stage.order('resume', number)
      await scene.stage.settle()
      if (rule.hits === 0) throw new Error('The fault never occurred')
    },
  })),
)

const retryCalls: Readonly<Record<string, Selector>> = {
  'reads the failed deliveries': { operation: 'BatchGetItem', key: { prefix: 'delivery#' } },
  'makes a delivery pending': { operation: 'PutItem', key: { prefix: 'delivery#' } },
  'queues the batch': { operation: 'SendMessage', resource: /SendQueue/ },
  'reopens the batch': { operation: 'GetItem', key: { prefix: 'progress#' } },
}

/** SES rejects a mail of an issue that is submitted; then an operator retries it. */
export const interruptedRetryCases: readonly FaultCase[] = Object.entries(retryCalls).flatMap(([call, selector]) =>
  (['kill-before', 'kill-after', 'fail', 'lose-response'] as const).map((fault) => ({
    name: `a failed mail is retried although ControlIssue meets ${fault} when it ${call}`,
    act: async ({ stage }: Scene) => {
      const error = new AwsError('MessageRejected', 400, 'Email address is not verified: the reader’s')
      const rejection = stage.local.faults.add({ ...submission, nth: 2, fault: 'fail', error })
      await requestRun(stage)
      await stage.settle()
      const number = await stage.lastIssue()
      const before = await stage.stack.issues.get('daily', number)
      if (rejection.hits === 0 || before?.counts?.failed !== 1) throw new Error('No mail has failed')
      const rule = stage.local.faults.add({ accessKey: /ControlIssue/, ...selector, fault, times: 2 })
      await stage.order('retry', number)
      await stage.settle()
      if (rule.hits === 0) throw new Error('The fault never occurred')
      const after = await stage.stack.issues.get('daily', number)
      if (after?.submittedAt !== before.submittedAt) throw new Error('The issue was submitted again')
    },
  })),
)

/** The clock jumps during a call, as if the clock of the sender were wrong or its machine had been suspended. */
const jumps: readonly (readonly [string, number, true?])[] = [
  ['59 seconds forward', 59_000],
  ['61 seconds forward', 61_000],
  ['an hour back', -3_600_000],
]
export const clockCases: readonly FaultCase[] = [
  ...jumps.flatMap(([how, milliseconds]) =>
    Object.entries({ 'a claim': entry, 'a submission': submission, 'a mark': { ...entry, nth: 7 } }).map(
      ([what, selector]) => ({
        name: `the clock jumps ${how} during ${what}, and another sender starts`,
        act: (scene: Scene) =>
          runUpTo(scene, selector, async (number) => {
            scene.stage.local.clock.move(milliseconds)
            const recipients = await recipientsOf(scene, number)
            await scene.stage.queues.send.add({ digest: 'daily', number, recipients })
          }),
      }),
    ),
  ),
]

/** The only cases in which a mail may be repeated: SES has it, but its events arrive after the settling time. */
export const unknownCases: readonly FaultCase[] = [
  {
    name: 'the response to a submission is lost, and the events of SES arrive long after the settling time',
    mayRepeat: true,
    rules: [{ ...submission, fault: 'lose-response' }],
    act: async ({ stage }) => {
      const broken = stage.local.faults.add({
        accessKey: /RecordFeedback/,
        operation: 'GetItem',
        times: many,
        fault: 'fail',
      })
      await requestRun(stage)
      await stage.settle()
      broken.remove()
      await stage.redrive()
    },
  },
  {
    name: 'a sender stops after a submission, and the events of SES arrive long after the settling time',
    mayRepeat: true,
    rules: [{ ...submission, fault: 'kill-after' }],
    act: async ({ stage }) => {
      const broken = stage.local.faults.add({
        accessKey: /RecordFeedback/,
        operation: 'GetItem',
        times: many,
        fault: 'fail',
      })
      await requestRun(stage)
      await stage.settle()
      broken.remove()
      await stage.redrive()
    },
  },
]
