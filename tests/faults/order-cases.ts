import type { Selector } from 'cdk-loopback/fault-rule'
import { entry, handOver, many, recipientsOf, runUpTo, sender } from './calls.ts'
import type { FaultCase, Scene } from './fault-case.ts'
import { askForRun } from './stage.ts'

const leave = {
  unsubscribes: async ({ stage, cast }: Scene) => {
    const [reader] = cast.due
    const at = stage.local.clock.now().toISOString()
    if (reader) await stage.change(reader, { state: 'unsubscribed', unsubscribedAt: at })
  },
  'has had themselves erased': async ({ stage, cast }: Scene) => {
    const [reader] = cast.due
    if (reader) await stage.erase(reader)
  },
  complains: async ({ stage, cast }: Scene) => {
    const [reader] = cast.due
    const suppression = { reason: 'complaint', at: stage.local.clock.now().toISOString() } as const
    if (reader) await stage.stack.suppressions.add(await stage.hash(reader.address), suppression)
  },
}

const stops: Readonly<Record<string, Selector>> = {
  'before it is planned': { accessKey: /PlanDeliveries/, operation: 'GetItem' },
  'before its senders look up who it is for': { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } },
}

export const changeOfMindCases: readonly FaultCase[] = Object.entries(leave).flatMap(([what, befall]) =>
  Object.entries(stops).map(([when, selector]) => ({
    name: `a reader ${what} ${when}`,
    ends: 'none-mailed' as const,
    act: (scene: Scene) => runUpTo(scene, selector, () => befall(scene)),
    also: async ({ stage, cast }: Scene) => {
      const [gone = 0, ...others] = stage.mailsEach(cast.due)
      return [
        ...(gone === 0 ? [] : ['who had left was mailed']),
        ...(others.every((n) => n === 1) ? [] : ['others lost']),
      ]
    },
  })),
)

const moments: Readonly<Record<string, Selector>> = {
  'while it is numbered': { accessKey: /ComposeIssue/, operation: 'UpdateItem' },
  'while it is planned': { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' } },
  'while its planners finish': { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'planned#' } },
  'before its senders look': { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } },
  'while its senders book places': { accessKey: sender, operation: 'UpdateItem', nth: 3 },
  'while a delivery is claimed': entry,
  'while a mail is handed over': handOver,
  'while the last one is handed over': { ...handOver, nth: 3 },
  'while the last one is marked': { ...entry, nth: 7 },
  'while its events come': { accessKey: /RecordFeedback/, operation: 'GetItem' },
}

type IssueCommand = 'pause' | 'resume' | 'cancel' | 'retry'
const orders: readonly (readonly [IssueCommand, ...IssueCommand[]])[] = [
  ['pause', 'resume'],
  ['cancel'],
  ['pause', 'cancel'],
  ['pause', 'resume', 'pause', 'resume', 'resume'],
]

/** The first order comes at the moment, the others once everything has come to rest. */
export const orderCases: readonly FaultCase[] = Object.entries(moments).flatMap(([when, selector]) =>
  orders.map(([first, ...rest]) => ({
    name: `${[first, ...rest].join(', ')}: the first ${when}`,
    ...(rest.includes('cancel') || first === 'cancel' ? { ends: 'some-skipped' as const } : {}),
    act: async (scene: Scene) => {
      let number = 0
      await runUpTo(scene, selector, async (last) => {
        number = last
        await scene.stage.order(first, number)
      })
      for (const order of rest) {
        await scene.stage.settle()
        await scene.stage.order(order, number)
      }
    },
  })),
)

const followed: Readonly<Record<string, Selector>> = {
  'ends the pause': { operation: 'UpdateItem' },
  'tells of the shards': { operation: 'SendMessageBatch' },
  'reads the ledger': { operation: 'Query' },
  'tells a sender': { operation: 'SendMessage' },
}

export const followedOrderCases: readonly FaultCase[] = Object.entries(followed).flatMap(([call, selector]) =>
  (['kill-before', 'kill-after', 'fail', 'lose-response'] as const).map((fault) => ({
    name: `an order is followed although ControlIssue meets ${fault} when it ${call}`,
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
      if (rule.hits === 0) throw new Error('The fault did not strike')
    },
  })),
)

/** The clock jumps while a call is under way: as if the sender's were wrong, or as if it had been asleep. */
const jumps: readonly (readonly [string, number, true?])[] = [
  ['59 seconds on', 59_000],
  ['61 seconds on', 61_000],
  ['an hour back', -3_600_000],
]
export const clockCases: readonly FaultCase[] = [
  ...jumps.flatMap(([how, milliseconds]) =>
    Object.entries({ 'a claim': entry, 'a hand-over': handOver, 'a mark': { ...entry, nth: 7 } }).map(
      ([what, selector]) => ({
        name: `the clock jumps ${how} during ${what}, and another sender comes`,
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

/** The one case in which a mail may be repeated: SES has it, and for longer than it takes to settle nobody is told. */
export const unknownCases: readonly FaultCase[] = [
  {
    name: 'the answer to a hand-over is lost, and so are SES’s events until long after the settling time',
    mayRepeat: true,
    rules: [{ ...handOver, fault: 'lose-response' }],
    act: async ({ stage }) => {
      const deaf = stage.local.faults.add({
        accessKey: /RecordFeedback/,
        operation: 'GetItem',
        times: many,
        fault: 'fail',
      })
      await askForRun(stage)
      await stage.settle()
      deaf.remove()
      await stage.redrive()
    },
  },
  {
    name: 'a sender is killed after a hand-over, and SES’s events come long after the settling time',
    mayRepeat: true,
    rules: [{ ...handOver, fault: 'kill-after' }],
    act: async ({ stage }) => {
      const deaf = stage.local.faults.add({
        accessKey: /RecordFeedback/,
        operation: 'GetItem',
        times: many,
        fault: 'fail',
      })
      await askForRun(stage)
      await stage.settle()
      deaf.remove()
      await stage.redrive()
    },
  },
]
