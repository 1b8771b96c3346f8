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
  'while its senders reserve places': { accessKey: sender, operation: 'UpdateItem', nth: 3 },
  'while a delivery is claimed': entry,
  'while a mail is submitted': submission,
  'while the last one is submitted': { ...submission, nth: 3 },
  'while the last one is marked': { ...entry, nth: 7 },
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

const controlCalls: Readonly<Record<string, Selector>> = {
  'ends the pause': { operation: 'UpdateItem' },
  'requests the shards': { operation: 'PutEvents' },
  'reads the ledger': { operation: 'Query' },
  'queues deliveries': { operation: 'SendMessage' },
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
