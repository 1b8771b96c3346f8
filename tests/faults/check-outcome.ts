import type { Delivery } from '../../core/deliveries/delivery.ts'
import { countDeliveries, phaseOf } from '../../core/deliveries/progress.ts'
import { deliveryCounts } from '../../core/deliveries/settled-counts.ts'
import { verifyDelivery } from '../../core/deliveries/verify-delivery.ts'
import type { DeliveryCounts, IssueRecord } from '../../core/issues/issue.ts'
import type { FaultCase } from './fault-case.ts'
import { type Cast, requestRun, type Stage } from './stage.ts'

type Checked = { readonly losses: number; readonly repeats: number; readonly problems: readonly string[] }

/** Checks the captured mails and the ledger, which must agree. Logs are not checked. */
export async function checkOutcome(
  stage: Stage,
  cast: Cast,
  number: number,
  { mayRepeat, ends }: FaultCase,
): Promise<Checked> {
  const ledger = new Map((await stage.ledger(number, cast)).map((delivery) => [delivery.subscriberId, delivery]))
  const mailed = mailsOf(stage, number).flatMap(({ destinations }) => destinations)
  const entries = cast.due.map(({ id, address }) => ({
    delivery: ledger.get(id),
    mails: mailed.filter((each) => each === address).length,
  }))
  const lost = entries.filter((entry) => entry.mails === 0 && !mayGoWithout(entry.delivery, ends))
  const repeated = entries.filter((entry) => entry.mails > 1)
  const record = await stage.stack.issues.get('daily', number)
  const counted = countDeliveries([...ledger.values()].map((delivery) => delivery.state))
  const addresses = cast.due.map(({ address }) => address)
  const strangers = mailsOf(stage, number).filter(
    ({ destinations }) => !destinations.every((to) => addresses.includes(to)),
  )
  return {
    losses: lost.length,
    repeats: repeated.reduce((sum, { mails }) => sum + mails - 1, 0),
    problems: [
      ...lost.map(({ delivery }) => `a recipient got no mail: ${delivery?.state ?? 'not in the ledger'}`),
      ...repeated.flatMap(({ delivery, mails }) => checkRepeat(delivery, mails, mayRepeat)),
      ...entries.flatMap(({ delivery, mails }) => (delivery ? compare(delivery, mails) : [])),
      ...[...ledger.values()].flatMap((delivery) => verifyDelivery(delivery, {})),
      ...(strangers.length === 0 ? [] : [`${strangers.length} mails went to other people`]),
      ...checkEnd(record, counted),
      ...((await stage.isOpen(number)) ? ['the issue is still among the open ones'] : []),
      ...((await stage.countFailures()) === 0 ? [] : ['a message is in the dead-letter queue']),
    ],
  }
}

/** Checks that the issue has ended, with the counts of the ledger. */
export function checkEnd(record: IssueRecord | undefined, ledger: DeliveryCounts): string[] {
  if (record?.state === 'cancelled') return []
  if (record?.state !== 'submitted') return [`the issue is ${record && phaseOf(record)}`]
  const isSame = JSON.stringify(deliveryCounts(ledger.recipients, ledger)) === JSON.stringify(record.counts)
  return [
    ...(isSame ? [] : [`it counts ${JSON.stringify(record.counts)}, its ledger has ${JSON.stringify(ledger)}`]),
    ...(record.hold ? ['it is submitted, but still paused'] : []),
    ...(record.submittedAt ? [] : ['it is submitted, but not since when']),
  ]
}

function mayGoWithout(delivery: Delivery | undefined, ends: FaultCase['ends']): boolean {
  if (ends === 'none-mailed') return delivery === undefined || delivery.state !== 'submitted'
  if (ends === 'some-failed') return delivery?.state === 'failed' && delivery.reason !== undefined
  return ends === 'some-skipped' && (delivery === undefined || delivery.state === 'skipped')
}

function checkRepeat(delivery: Delivery | undefined, mails: number, mayRepeat: boolean | undefined): string[] {
  const allowed = mayRepeat && mails === 2 && (delivery?.givenUp ?? 0) >= 1
  return allowed ? [] : [`a recipient got ${mails} mails, with ${delivery?.givenUp} submissions given up`]
}

/** Checks that the ledger records exactly the mails that SES has. */
function compare(delivery: Delivery, mails: number): string[] {
  const recorded = delivery.state === 'submitted' ? 1 + delivery.repeats.length : 0
  return recorded === mails ? [] : [`the ledger has ${recorded} mails (${delivery.state}), SES has ${mails}`]
}

/** What repeats the planning, sending and feedback of an issue. */
export type Repetition = {
  /** Queues everything again. */
  request(): Promise<void>
  /** Returns a problem for each change since then. */
  check(): Promise<string[]>
}

export function repetitionOf(stage: Stage, cast: Cast, number: number): Repetition {
  let before: Awaited<ReturnType<typeof snapshot>> | undefined
  return {
    request: async () => {
      before = await snapshot(stage, cast, number)
      const { ledger, mails } = before
      const recipients = ledger.map(({ subscriberId, articles }) => ({ subscriberId, articles }))
      const { plan, send, feedback } = stage.queues
      await plan.addAll(['a', 'b'].map((shard) => ({ digest: 'daily', number, shard })))
      if (recipients.length > 0) await send.addAll([1, 2].map(() => ({ digest: 'daily', number, recipients })))
      await feedback.addAll(mails.map(sendEvent))
    },
    check: async () => {
      const after = await snapshot(stage, cast, number)
      return [
        ...(after.mails.length === before?.mails.length ? [] : ['a second run sent mails']),
        ...(JSON.stringify(after.ledger) === JSON.stringify(before?.ledger) ? [] : ['a second run changed the ledger']),
        ...(JSON.stringify(after.record) === JSON.stringify(before?.record) ? [] : ['a second run changed the issue']),
      ]
    },
  }
}

/** Repeats issues and the last run. Returns the problems of each issue. */
export async function repeatAll(stage: Stage, repetitions: readonly Repetition[]): Promise<string[][]> {
  const last = await stage.lastIssue()
  for (const { request } of repetitions) await request()
  await requestRun(stage)
  await stage.settle()
  const composed = (await stage.lastIssue()) === last ? [] : ['a second run composed another issue']
  return Promise.all(repetitions.map(async ({ check }) => [...(await check()), ...composed]))
}

async function snapshot(stage: Stage, cast: Cast, number: number) {
  return {
    ledger: await stage.ledger(number, cast),
    record: await stage.stack.issues.get('daily', number),
    mails: mailsOf(stage, number),
  }
}

function mailsOf(stage: Stage, number: number) {
  return stage.captured().filter(({ tags }) => tags.issue === `daily-${number}`)
}

export function sendEvent({ id, at, destinations, tags }: ReturnType<Stage['captured']>[number]): object {
  const lists = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]))
  return { eventType: 'Send', send: {}, mail: { messageId: id, timestamp: at, destination: destinations, tags: lists } }
}
