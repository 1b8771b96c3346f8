import { randomUUID } from 'node:crypto'
import type { Selector } from 'cdk-loopback/fault-rule'
import { entry, many, recipientsOf, submission } from '../calls.ts'
import type { FaultCase, Scene } from '../fault-case.ts'
import { requestRun, type Stage, until } from '../stage.ts'
import { addDisappointed, addRecipients, checkDisappointed } from './recipients.ts'
import {
  beginVisit,
  check,
  confirmationMails,
  confirming,
  find,
  insist,
  leaving,
  subscribeAnew,
  subscribing,
  type Visit,
  visit,
} from './visitor.ts'

/** Milliseconds. Longer than the visibility timeouts of the queues, and than the settling time of a delivery. */
const longWait = 901_000

type Redeliver = (scene: Scene, requestId: string) => Promise<unknown>

const runAgain: Redeliver = ({ stage }, requestId) => requestRun(stage, requestId)
const planAgain: Redeliver = async ({ stage }) => {
  const number = await stage.lastIssue()
  for (const shard of ['a', 'b']) await stage.queues.plan.add({ digest: 'daily', number, shard })
}
const sendAgain: Redeliver = async (scene) => {
  const number = await scene.stage.lastIssue()
  await scene.stage.queues.send.add({ digest: 'daily', number, recipients: await recipientsOf(scene, number) })
}

const runs: Readonly<Record<string, readonly [Selector, Redeliver]>> = {
  'plan: digest record frozen': [{ accessKey: /ComposeIssue/, operation: 'TransactWriteItems' }, runAgain],
  'plan: work enqueued': [{ accessKey: /PlanDeliveries/, operation: 'SendMessage', resource: /SendQueue/ }, planAgain],
  'send: pair claimed': [entry, sendAgain],
  'send: acceptance recorded': [{ ...entry, nth: 7 }, sendAgain],
}

/** A run hangs at a call beyond every timeout, its message is delivered again, and another run mails everyone. Then it goes on. */
async function outlive(scene: Scene, selector: Selector, redeliver: Redeliver): Promise<void> {
  const { stage, cast } = scene
  const rule = stage.local.faults.add({ ...selector, fault: 'hang' })
  const requestId = randomUUID()
  await requestRun(stage, requestId)
  await until('a run hangs', () => rule.hits > 0)
  const number = await stage.lastIssue()
  const isKnown = async () => (await stage.ledger(number, cast)).length > cast.due.length
  if (redeliver === sendAgain) await until('the planner has stored the deliveries', isKnown)
  stage.local.clock.move(longWait)
  await redeliver(scene, requestId)
  await until('another run has mailed everyone', async () => stage.mailsEach(cast.due).every((count) => count > 0))
  rule.remove()
}

const runCases: readonly FaultCase[] = Object.entries(runs).map(([step, [selector, redeliver]]) => ({
  name: `a run hangs, another one does its work, and the first goes on: ${step}`,
  family: 'zombie',
  step,
  act: (scene) => outlive(scene, selector, redeliver),
}))

/**
 * A sender that outlives its claim is what the timeout of its Lambda prevents: it is shorter than the claim. If SES takes
 * the request even later, its recipient gets a second mail, which the ledger records.
 */
const lateSubmissionCases: readonly FaultCase[] = [
  {
    name: 'a submission reaches SES after another sender has given it up and repeated it',
    family: 'zombie',
    step: 'send: SES called (request sent)',
    mayRepeat: true,
    act: (scene) => outlive(scene, submission, sendAgain),
    also: async ({ stage, cast }) => {
      const mails = stage.mailsEach(cast.due).reduce((sum, each) => sum + each, 0)
      return mails === cast.due.length + 1 ? [] : [`SES has ${mails} mails instead of one too many`]
    },
  },
  {
    name: 'the response of SES is lost, and its events come after another sender has repeated the submission',
    family: 'zombie',
    step: 'send: SES accepted (response lost)',
    mayRepeat: true,
    rules: [{ ...submission, fault: 'lose-response' }],
    act: async ({ stage, cast }) => {
      const selector: Selector = { accessKey: /RecordFeedback/, operation: 'GetItem', key: { prefix: 'delivery#' } }
      const events = stage.local.faults.add({ ...selector, times: many, fault: 'hang' })
      await requestRun(stage)
      await until('the others are mailed', () => stage.mailsEach(cast.due).every((count) => count > 0))
      for (let moves = 0; moves < 5; moves += 1) {
        stage.local.clock.move(longWait)
        const isRepeated = () => stage.mailsEach(cast.due).some((count) => count > 1)
        if (
          await until('a mail is repeated', isRepeated).then(
            () => true,
            () => false,
          )
        )
          break
      }
      events.remove()
    },
  },
]

/** A request hangs at a call, the visitor makes it again and is answered, and then the first goes on. */
async function requestTwice(stage: Stage, selector: Selector, request: Visit): Promise<void> {
  const rule = stage.local.faults.add({ ...selector, accessKey: /ManageSubscription/, fault: 'hang' })
  const first = visit(stage, request)
  await until('the request hangs', () => rule.hits > 0)
  await insist(stage, request, 1)
  rule.remove()
  const status = await first
  check(status === 200, `the first request is answered with ${status}`)
  await stage.settle()
}

const saving: Selector = { operation: 'TransactWriteItems' }

async function subscribeTwice(scene: Scene, selector: Selector): Promise<void> {
  const { stage } = scene
  const address = beginVisit(stage)
  await requestTwice(stage, selector, subscribing(address))
  const mails = await confirmationMails(stage, address)
  check(mails.length === 2, `the visitor got ${mails.length} confirmation mails`)
  for (const place of [0, 1]) await insist(stage, await confirming(stage, address, place), 1)
  await addRecipients(scene, [await find(stage, address)])
}

const visitorCases: readonly FaultCase[] = [
  {
    name: 'a visitor subscribes again while the first request hangs as it stores them',
    family: 'zombie',
    step: 'subscribe: pending record written',
    act: (scene) => subscribeTwice(scene, saving),
  },
  {
    name: 'a visitor subscribes again while the first request hangs as it requests the mail',
    family: 'zombie',
    step: 'subscribe: confirmation sent',
    act: (scene) => subscribeTwice(scene, { operation: 'SendMessage' }),
  },
  {
    name: 'a visitor confirms again while the first press hangs',
    family: 'zombie',
    step: 'confirm: status switched',
    act: async (scene) => {
      const { stage } = scene
      const address = await subscribeAnew(stage)
      await requestTwice(stage, saving, await confirming(stage, address))
      await addRecipients(scene, [await find(stage, address)])
    },
  },
  {
    name: 'a mail program unsubscribes a reader again while its first request hangs',
    family: 'zombie',
    step: 'unsubscribe: status switched',
    act: async (scene) => {
      const { stage } = scene
      const number = 100_000 + (await stage.lastIssue())
      const { id } = await stage.admit()
      await requestTwice(stage, saving, await leaving(stage, id, number))
      const state = (await stage.stack.subscribers.get(id))?.state
      check(state === 'unsubscribed', `the reader is ${state}`)
      const count = await stage.stack.unsubscriptions.get('daily', number)
      check(count === 1, `${count} departures are counted`)
      await addRecipients(scene, [])
    },
  },
  {
    name: 'a report of SES hangs, is handed back, recorded on the next try, and the first run goes on',
    family: 'zombie',
    step: 'feedback: status switched',
    act: async (scene) => {
      const { stage } = scene
      await addDisappointed(scene)
      const selector: Selector = {
        accessKey: /RecordFeedback/,
        key: { prefix: 'suppression#' },
        operation: /Put|Transact/,
      }
      const rule = stage.local.faults.add({ ...selector, fault: 'hang' })
      await requestRun(stage)
      await until('a run hangs', () => rule.hits > 0)
      await until('it hands the report back', async () => !(await stage.isRunning()))
      check(rule.hits === 1 && (await stage.countFailures()) === 0, 'the report is lost')
      stage.local.clock.move(longWait)
      const hashes = await Promise.all(scene.cast.due.slice(-2).map(({ address }) => stage.hash(address)))
      await until('both are suppressed', async () => {
        const suppressions = await Promise.all(hashes.map((hash) => stage.stack.suppressions.get(hash)))
        return suppressions.every((each) => each !== undefined)
      })
      rule.remove()
    },
    also: checkDisappointed,
  },
]

export const zombieCases: readonly FaultCase[] = [...runCases, ...lateSubmissionCases, ...visitorCases]
