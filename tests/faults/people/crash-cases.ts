import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import type { FaultCase, Scene } from '../fault-case.ts'
import { requestRun } from '../stage.ts'
import {
  check,
  confirmationMails,
  confirming,
  find,
  insist,
  leaving,
  newAddress,
  subscribing,
  type Visit,
  visit,
} from './visitor.ts'

/** Milliseconds after which the requests of a network are counted anew. */
export const limitWindow = 3_600_000

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

export async function addRecipients(scene: Scene, people: readonly (Subscriber | undefined)[]): Promise<void> {
  const due = people.filter((each) => each !== undefined)
  scene.cast = { ...scene.cast, due: [...scene.cast.due, ...due] }
  await scene.stage.publish(1) // an article that they have not missed
  await requestRun(scene.stage)
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
    stage.local.clock.move(limitWindow)
    const address = newAddress()
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

/** Adds a recipient whose mail bounces, and one who complains. */
export async function addDisappointed(scene: Scene): Promise<void> {
  const label = newAddress().split('@')[0]
  const { stage, cast } = scene
  const people = await Promise.all(
    ['bounce', 'complaint'].map((kind) => stage.admit({ address: `${kind}+${label}@simulator.amazonses.com` })),
  )
  scene.cast = { ...cast, due: [...cast.due, ...people] }
}

/** Checks that the addresses of `addDisappointed` are suppressed, that each is counted once, and that they get no more. */
export async function checkDisappointed({ stage, cast }: Scene): Promise<readonly string[]> {
  const [bounced, complained] = cast.due.slice(-2)
  if (!bounced || !complained) return ['nobody was added']
  const number = await stage.lastIssue()
  const { stack } = stage
  const counted = await stack.deliveries.readStatistics(`daily-${number}`)
  const others = { delivered: cast.due.length - 2, bounced: 1, complained: 1 }
  await stage.publish(1)
  await requestRun(stage)
  await stage.settle()
  const next = stage.captured().filter(({ tags }) => tags.issue === `daily-${number + 1}`)
  const addresses = next.flatMap(({ destinations }) => destinations)
  const reasons = await Promise.all(
    [bounced, complained].map(async ({ address }) => (await stack.suppressions.get(await stage.hash(address)))?.reason),
  )
  return [
    ...(String(reasons) === 'bounce,complaint' ? [] : [`the addresses are suppressed because of ${reasons}`]),
    ...(Object.entries(others).every(([outcome, count]) => counted[outcome] === count)
      ? []
      : [`SES reported ${JSON.stringify(others)}, counted are ${JSON.stringify(counted)}`]),
    ...(addresses.length === cast.due.length - 2 ? [] : [`the next issue went to ${addresses.length} people`]),
    ...(addresses.some((each) => [bounced.address, complained.address].includes(each))
      ? ['a suppressed address was mailed']
      : []),
  ]
}

export const visitorCrashCases: readonly FaultCase[] = [
  ...subscribeCases,
  ...confirmationCases,
  ...confirmCases,
  ...unsubscribeCases,
]
export const feedbackCrashCases: readonly FaultCase[] = feedbackCases
