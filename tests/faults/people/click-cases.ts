import type { Selector } from 'cdk-loopback/fault-rule'
import { many, runUpTo, sender } from '../calls.ts'
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
  pressing,
  subscribeAnew,
  subscribing,
  visit,
} from './visitor.ts'

const hour = 3_600_000
const day = 24 * hour

/** Requests scheduled runs, each so many milliseconds ago, at the same time. */
async function requestScheduled({ stage }: Scene, ages: readonly number[]): Promise<void> {
  const now = stage.local.clock.now().getTime()
  await Promise.all(
    ages.map((age) => stage.stack.compose.add({ digest: 'daily', scheduledAt: new Date(now - age).toISOString() })),
  )
  await stage.settle()
}

const scheduleCases: readonly FaultCase[] = [
  {
    name: 'a schedule fires twice, the second time after the issue was mailed',
    step: 'schedule fired twice',
    act: async (scene) => {
      const startedAt = scene.stage.local.clock.now().getTime()
      await requestScheduled(scene, [0])
      await requestScheduled(scene, [scene.stage.local.clock.now().getTime() - startedAt])
    },
  },
  {
    name: 'a schedule fires four times at the same second',
    step: 'schedule fired twice at the same second',
    act: (scene) => requestScheduled(scene, [0, 0, 0, 0]),
  },
  {
    name: 'a schedule fires three hours late',
    step: 'schedule fired 3 h late',
    act: (scene) => requestScheduled(scene, [3 * hour]),
  },
  {
    name: 'a schedule is missed for a week, and all of its runs arrive at once',
    step: 'schedule missed for a week',
    act: (scene) =>
      requestScheduled(
        scene,
        [7, 6, 5, 4, 3, 2, 1, 0].map((days) => days * day),
      ),
  },
]

const eventCases: readonly FaultCase[] = [
  {
    name: 'every event of SES is delivered twice, among them a bounce and a complaint',
    step: 'feedback event twice',
    rules: [{ service: 'lambda', operation: 'Invoke', resource: /RecordFeedback/, times: many, fault: 'repeat' }],
    act: (scene) =>
      addDisappointed(scene)
        .then(() => requestRun(scene.stage))
        .then(() => {}),
    also: checkDisappointed,
  },
  {
    name: 'SES reports a complaint about a mail that bounced',
    step: 'bounce and complaint for the same message',
    act: async (scene) => {
      const { stage } = scene
      await addDisappointed(scene)
      await requestRun(stage)
      await stage.settle()
      for (const { id } of scene.cast.due.slice(-2)) {
        const mail = stage.captured().find(({ tags }) => tags.delivery === id)
        stage.local.ses.report(mail?.id ?? '', 'complaint')
        stage.local.ses.report(mail?.id ?? '', 'bounce')
      }
    },
    also: async ({ stage, cast }) => {
      const people = cast.due.slice(-2)
      const suppressions = await Promise.all(
        people.map(async ({ address }) => stage.stack.suppressions.get(await stage.hash(address))),
      )
      const counted = await stage.stack.deliveries.readStatistics(`daily-${await stage.lastIssue()}`)
      return [
        ...(suppressions.every((each) => each?.reason === 'complaint')
          ? []
          : ['an address is not suppressed for its complaint']),
        ...(counted.complained === 2 && !counted.bounced ? [] : [`counted are ${JSON.stringify(counted)}`]),
      ]
    },
  },
  {
    name: 'SES reports about mails that the ledger does not have',
    step: 'feedback for an unknown message id',
    act: async (scene) => {
      const { stage } = scene
      await requestRun(stage)
      await stage.settle()
      const number = await stage.lastIssue()
      const before = await stage.ledger(number, scene.cast)
      for (const issue of [`daily-${number}`, 'daily-987654', 'other-1', undefined])
        for (const eventType of ['Send', 'Delivery'])
          await stage.queues.feedback.add(strangeEvent(stage, eventType, issue))
      await stage.settle()
      check(JSON.stringify(await stage.ledger(number, scene.cast)) === JSON.stringify(before), 'the ledger has changed')
      check((await stage.stack.deliveries.get(`daily-${number}`, 'ab12cd34')) === undefined, 'a delivery was added')
    },
  },
]

function strangeEvent({ local }: Scene['stage'], eventType: string, issue: string | undefined): object {
  const timestamp = local.clock.now().toISOString()
  const destination = ['stranger@example.org']
  const tags = issue === undefined ? {} : { issue: [issue], delivery: ['ab12cd34'] }
  const details = eventType === 'Send' ? { send: {} } : { delivery: { timestamp, recipients: destination } }
  return { eventType, ...details, mail: { messageId: 'no-such-message', timestamp, destination, tags } }
}

const clickCases: readonly FaultCase[] = [
  {
    name: 'a visitor confirms twice, and with the links of two mails',
    step: 'confirm clicked twice',
    act: async (scene) => {
      const { stage } = scene
      const address = beginVisit(stage)
      for (const _each of [1, 2]) await insist(stage, subscribing(address), 1)
      await stage.settle()
      for (const place of [0, 1, 0]) await insist(stage, await confirming(stage, address, place), 1)
      await addRecipients(scene, [await find(stage, address)])
    },
  },
  {
    name: 'a scanner and a person follow the link of a confirmation mail at the same time',
    step: 'confirm clicked by a link scanner and a person at once',
    act: async (scene) => {
      const { stage } = scene
      stage.local.clock.move(limitWindow)
      const [scanned, pressed] = [newAddress(), newAddress()]
      for (const each of [scanned, pressed]) await insist(stage, subscribing(each), 1)
      await stage.settle()
      const [idle, press] = [await confirming(stage, scanned), await confirming(stage, pressed)]
      const scan = ({ path }: { readonly path: string }) => [
        ...['GET', 'HEAD', 'GET'].map((method) => fetch(new URL(path, stage.local.site), { method })),
        visit(stage, { path, fields: {} }),
      ]
      await Promise.all([...scan(idle), ...scan(press), insist(stage, press), ...scan(press)])
      const states = await Promise.all([scanned, pressed].map(async (each) => (await find(stage, each))?.state))
      check(String(states) === 'pending,confirmed', `the visitors are ${states}`)
      await addRecipients(scene, [await find(stage, pressed)])
    },
  },
  {
    name: 'a reader unsubscribes, and the link of the old confirmation mail brings nobody back',
    step: 'unsubscribe then old confirm link',
    act: async (scene) => {
      const { stage } = scene
      const address = await subscribeAnew(stage)
      const link = await confirming(stage, address)
      await insist(stage, link, 1)
      const id = (await find(stage, address))?.id ?? ''
      await insist(stage, await leaving(stage, id, await stage.lastIssue()), 1)
      const before = await visit(stage, link)
      await insist(stage, subscribing(address), 1) // perhaps a stranger
      const after = await visit(stage, link)
      check(before === after && before < 500, `the old link is answered with ${before} and ${after}`)
      const state = (await find(stage, address))?.state
      check(state !== 'confirmed', `the reader is ${state}`)
      await addRecipients(scene, [])
    },
  },
]

/** The first call of a sender: it looks up its recipients later. */
const readsIssue: Selector = { accessKey: sender, operation: 'GetItem', key: { prefix: 'issue#' } }

/** After the planner has chosen the recipients, and before a sender looks them up. */
const lookUp: Selector = { accessKey: sender, operation: 'BatchGetItem', key: { prefix: 'subscriber#' } }

const sendingCases: readonly FaultCase[] = [
  {
    name: 'a mail program unsubscribes a reader while the issue is being mailed',
    step: 'unsubscribe during the send of the same digest',
    act: async (scene) => {
      const { stage } = scene
      const reader = await stage.admit({}, 'a')
      scene.cast = { ...scene.cast, left: [reader] }
      await runUpTo(scene, { ...readsIssue, times: many }, async (number) =>
        insist(stage, await leaving(stage, reader.id, number), 1),
      )
    },
  },
  {
    name: 'readers subscribe again while the issue is being mailed',
    step: 'resubscribe while a digest is sending',
    act: async (scene) => {
      const { stage } = scene
      stage.local.clock.move(limitWindow)
      const before = await stage.lastIssue()
      const [undoes, starts] = await Promise.all([stage.admit({}, 'a'), stage.admit({}, 'b')])
      for (const { id } of [undoes, starts]) await insist(stage, await leaving(stage, id, before), 1)
      await runUpTo(scene, lookUp, async () => {
        const revision = String((await stage.stack.subscribers.get(undoes.id))?.revision)
        await insist(stage, await pressing(stage, 'return', undoes.id, revision), 1)
        await insist(stage, subscribing(starts.address), 1)
      })
      await stage.settle()
      check((await confirmationMails(stage, starts.address)).length === 1, 'there is no confirmation mail')
      await insist(stage, await confirming(stage, starts.address), 1)
      const people = await Promise.all([undoes, starts].map(({ id }) => stage.stack.subscribers.get(id)))
      check(
        people.every((each) => each?.state === 'confirmed'),
        'a reader has not come back',
      )
    },
  },
]

export const clickAndQueueCases: readonly FaultCase[] = [
  ...[...scheduleCases, ...eventCases, ...clickCases, ...sendingCases].map((each) => ({
    ...each,
    family: 'delivery' as const,
    step: `queues and clicks: ${each.step}`,
  })),
]
