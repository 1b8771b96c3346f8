import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { FaultCase, Scene } from '../fault-case.ts'
import { requestRun } from '../stage.ts'
import { addDisappointed, addRecipients, checkDisappointed } from './recipients.ts'
import {
  beginVisit,
  check,
  confirmationMails,
  confirming,
  find,
  insist,
  leaving,
  limitWindow,
  newAddress,
  subscribing,
  type Visit,
  visit,
} from './visitor.ts'

const caller: Selector = { accessKey: /ManageSubscription/ }
const invocation: Selector = { service: 'lambda', operation: 'Invoke', resource: /ManageSubscription/ }
const saving: Selector = { ...caller, operation: 'TransactWriteItems' }

type Steps = Readonly<Record<string, FaultRule>>

const subscribeSteps: Steps = {
  'request received': { ...invocation, fault: 'kill-before' },
  'address normalised': { ...caller, operation: 'UpdateItem', fault: 'kill-before' },
  'pending record written': { ...saving, fault: 'kill-after' },
  'confirmation sent': { ...caller, operation: 'SendMessage', fault: 'kill-after' },
  'response given': { ...invocation, fault: 'kill-after' },
}

const linkSteps: Steps = {
  'token checked': { ...caller, operation: 'GetItem', key: { prefix: 'subscriber#' }, fault: 'kill-after' },
  'status switched': { ...saving, fault: 'kill-after' },
  'response given': { ...invocation, fault: 'kill-after' },
}

/** How often the Lambda is killed, and how often the visitor makes the request. The last one gives up. */
const visits = [
  [1, 2],
  [2, 3],
  [1, 1],
] as const

/** Makes three requests, each under a kill of its own. */
async function interrupt(scene: Scene, step: FaultRule, requests: readonly Visit[]): Promise<void> {
  const { stage } = scene
  for (const [index, [times, tries]] of visits.entries()) {
    const request = requests[index]
    if (!request) continue
    // A retry does not repeat a write that took effect, so a second kill has to come before it.
    const fault = times > 1 && step.operation === saving.operation ? 'kill-before' : step.fault
    const rule = stage.local.faults.add({ ...step, fault, times } as FaultRule) // kills have no other members
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const status = await visit(stage, request)
      const isKilled = attempt <= times
      check(isKilled ? status === 0 || status >= 500 : status === 200, `try ${attempt} is answered with ${status}`)
    }
    check(rule.hits === times, `the Lambda was killed ${rule.hits} times instead of ${times}`)
    rule.remove()
  }
  await stage.settle()
}

/** Visitors subscribe, and confirm with the first or the last link that they got. Only those get the issue. */
const subscribeCases: readonly FaultCase[] = Object.entries(subscribeSteps).map(([step, rule], place, { length }) => ({
  name: `a visitor subscribes, and the Lambda is killed: ${step}`,
  family: 'crash',
  step: `subscribe: ${step}`,
  act: async (scene) => {
    const { stage } = scene
    stage.local.clock.move(limitWindow)
    const [once, twice, gone] = [newAddress(), newAddress(), newAddress()]
    await interrupt(scene, rule, [once, twice, gone].map(subscribing))
    const isQueued = place >= length - 2
    const mails = await Promise.all([once, twice, gone].map((each) => confirmationMails(stage, each)))
    const expected = isQueued ? [2, 3, 1] : [1, 1, 0]
    const counts = mails.map((each) => each.length)
    check(String(counts) === String(expected), `the visitors got ${counts} confirmation mails instead of ${expected}`)
    const states = await Promise.all([once, twice, gone].map(async (each) => (await find(stage, each))?.state))
    const last = place < 2 ? undefined : 'pending'
    check(String(states) === String(['pending', 'pending', last]), `the visitors are ${states}`)
    await insist(stage, await confirming(stage, once, 0))
    await insist(stage, await confirming(stage, twice))
    await addRecipients(scene, await Promise.all([once, twice].map((each) => find(stage, each))))
  },
}))

/** The mail itself may be repeated: SES has it, but the queue does not know that. */
const confirmationCases: readonly FaultCase[] = (['kill-before', 'kill-after'] as const).map((fault) => ({
  name: `the confirmation mail of a visitor meets ${fault} on the first two tries`,
  family: 'crash',
  step: 'subscribe: confirmation sent',
  act: async (scene) => {
    const { stage } = scene
    const address = beginVisit(stage)
    const selector: Selector = { accessKey: /SendConfirmation/, operation: 'SendRawEmail' }
    const rule = stage.local.faults.add({ ...selector, fault, times: 2 })
    await insist(stage, subscribing(address), 1)
    await stage.settle()
    check(rule.hits === 2, `the Lambda was killed ${rule.hits} times`)
    const { length } = await confirmationMails(stage, address)
    check(length === (fault === 'kill-before' ? 1 : 3), `the visitor got ${length} confirmation mails`)
    await insist(stage, await confirming(stage, address, 0))
    await addRecipients(scene, [await find(stage, address)])
  },
}))

const confirmCases: readonly FaultCase[] = Object.entries(linkSteps).map(([step, rule]) => ({
  name: `a visitor confirms, and the Lambda is killed: ${step}`,
  family: 'crash',
  step: `confirm: ${step}`,
  act: async (scene) => {
    const { stage } = scene
    stage.local.clock.move(limitWindow)
    const addresses = [newAddress(), newAddress(), newAddress()]
    for (const each of addresses) await insist(stage, subscribing(each), 1)
    await stage.settle()
    await interrupt(scene, rule, await Promise.all(addresses.map((each) => confirming(stage, each))))
    const people = await Promise.all(addresses.map((each) => find(stage, each)))
    const last = step === 'token checked' ? 'pending' : 'confirmed'
    const states = people.map((each) => each?.state)
    check(String(states) === String(['confirmed', 'confirmed', last]), `the visitors are ${states}`)
    await addRecipients(
      scene,
      people.filter((each) => each?.state === 'confirmed'),
    )
  },
}))

/** Mail programs send their request once. */
const unsubscribeCases: readonly FaultCase[] = Object.entries(linkSteps).map(([step, rule]) => ({
  name: `a mail program unsubscribes a reader, and the Lambda is killed: ${step}`,
  family: 'crash',
  step: `unsubscribe: ${step}`,
  act: async (scene) => {
    const { stage } = scene
    const number = await stage.lastIssue()
    const readers = await stage.admitMany(3)
    await interrupt(scene, rule, await Promise.all(readers.map(({ id }) => leaving(stage, id, number))))
    const people = await Promise.all(readers.map(({ id }) => stage.stack.subscribers.get(id)))
    const states = people.map((each) => each?.state)
    const last = step === 'token checked' ? 'confirmed' : 'unsubscribed'
    check(String(states) === String(['unsubscribed', 'unsubscribed', last]), `the readers are ${states}`)
    const left = await stage.stack.unsubscriptions.get('daily', number)
    check(number === 0 || left === states.filter((each) => each === 'unsubscribed').length, `${left} are counted`)
    await addRecipients(
      scene,
      people.filter((each) => each?.state === 'confirmed'),
    )
  },
}))

const feedbackSteps: Steps = {
  'event received': { service: 'lambda', operation: 'Invoke', resource: /RecordFeedback/, fault: 'kill-before' },
  'subscriber found': {
    accessKey: /RecordFeedback/,
    operation: 'GetItem',
    key: { prefix: 'delivery#' },
    fault: 'kill-after',
  },
  'status switched': {
    accessKey: /RecordFeedback/,
    operation: /Put|Transact/,
    key: { prefix: 'suppression#' },
    fault: 'kill-after',
  },
  'event acknowledged': { service: 'lambda', operation: 'Invoke', resource: /RecordFeedback/, fault: 'kill-after' },
}

/** One mail bounces and one draws a complaint. The next issue goes to neither of them. */
const feedbackCases: readonly FaultCase[] = Object.entries(feedbackSteps).flatMap(([step, rule]) =>
  [1, 2].map((times) => ({
    name: `RecordFeedback is killed on the first ${times} tries: ${step}`,
    family: 'crash' as const,
    step: `feedback: ${step}`,
    rules: [{ ...rule, times }],
    act: (scene: Scene) =>
      addDisappointed(scene)
        .then(() => requestRun(scene.stage))
        .then(() => {}),
    also: checkDisappointed,
  })),
)

export const visitorCrashCases: readonly FaultCase[] = [
  ...subscribeCases,
  ...confirmationCases,
  ...confirmCases,
  ...unsubscribeCases,
]
export const feedbackCrashCases: readonly FaultCase[] = feedbackCases
