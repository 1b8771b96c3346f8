import type { FaultRule } from 'cdk-loopback/fault-rule'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { tray } from '../../bench/support/tray.ts'
import { verifyIssue } from '../../cli/issues/verify.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { PlanMessage, SendMessage } from '../../core/messages.ts'
import { type Subscriber, shards } from '../../core/subscribers/subscriber.ts'
import { composeDigest } from '../../lambdas/compose-issue.ts'
import { planPortion } from '../../lambdas/plan-deliveries.ts'
import { sendDeliveries } from '../../lambdas/send-deliveries.ts'
import { inProcess, lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack
let services: ReturnType<typeof lambdaServices>

beforeAll(async () => {
  mails = await startMailStack()
  services = lambdaServices(mails)
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

/** Composes an issue without planning it. */
async function composeOnly(): Promise<number> {
  const plan = tray<PlanMessage>()
  await composeDigest({ digest: 'daily' }, { ...services, plan }, { now: mails.local.clock.now() })
  return (await services.issues.getDigest('daily')).lastNumber
}

const planOne = (number: number, shard: string, part: Partial<typeof services> = {}) =>
  plan({ digest: 'daily', number, shard }, part)
const plan = (message: PlanMessage, part: Partial<typeof services> = {}) =>
  planPortion(JSON.stringify(message), { ...services, ...part }, mails.local.clock.now())
const planAll = (number: number) => Promise.all(shards.map((shard) => planOne(number, shard)))
const ledger = (number: number) => Array.fromAsync(services.deliveries.list(issueId({ digest: 'daily', number })))

async function expectOneEach(number: number, subscribers: readonly Subscriber[]): Promise<void> {
  expect((await ledger(number)).map(({ subscriberId }) => subscriberId).toSorted()).toEqual(
    subscribers.map(({ id }) => id).toSorted(),
  )
  expect(mails.mailsEach(subscribers)).toEqual(subscribers.map(() => 1))
  const { state, counts } = await mails.count('daily', number)
  expect([state, counts.recipients, counts.submitted]).toEqual(['submitted', subscribers.length, subscribers.length])
  await verifyIssue('daily', String(number), mails.stack, {
    answer: (value) => expect(value).toMatchObject({ ok: true }),
  })
}

const effects: readonly [string, Partial<FaultRule>][] = [
  ['the first deliveries are queued', { operation: 'SendMessage' }],
  ['the first delivery is stored', { operation: 'PutItem' }],
  ['a delivery in the middle is stored', { operation: 'PutItem', nth: 3 }],
  ['the next deliveries are queued', { operation: 'SendMessage', nth: 2 }],
  ['the shard is recorded as planned', { operation: 'PutItem', key: { prefix: 'planned#' } }],
  ['the state of the issue changes', { operation: 'UpdateItem' }],
]

test.each(effects)(
  'a planner that stops before or after %s is retried without a second delivery',
  async (_what, effect) => {
    const subscribers = await mails.admitMany(effect.operation === 'SendMessage' ? 27 : 4, 'a')
    await mails.publish(1)
    const number = await composeOnly()
    for (const shard of shards) if (shard !== 'a') await planOne(number, shard)
    for (const fault of ['fail', 'lose-response'] as const) {
      mails.local.faults.clear()
      const rule = mails.local.faults.add({ accessKey: inProcess, ...effect, fault })
      await expect(planOne(number, 'a')).rejects.toThrow()
      expect(rule.hits).toBe(1)
    }
    await planOne(number, 'a')
    await mails.settle() // a sender that meets another one at the same batch looks again after a minute
    await expectOneEach(number, subscribers)
  },
)

test('a Lambda that stops in the middle of a page is retried with the same result', async () => {
  const subscribers = await mails.admitMany(10, 'b')
  await mails.publish(1)
  const rule = mails.local.faults.add({
    ...{ accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' } },
    ...{ nth: 7, fault: 'kill-after' },
  })
  await mails.stack.compose.add({ digest: 'daily', requestId: 'killed' })
  await mails.settle()
  expect(rule.hits).toBe(1)
  await expectOneEach((await services.issues.getDigest('daily')).lastNumber, subscribers)
})

test('an issue that is planned several times has one delivery for each recipient', async () => {
  const subscribers = await mails.admitMany(20)
  await mails.publish(1)
  const number = await composeOnly()
  await Promise.all([planAll(number), planAll(number), planAll(number)])
  await planAll(number)
  await mails.settle()
  await expectOneEach(number, subscribers)
})

test('a shard of more than one portion continues with the next portion', async () => {
  const subscribers = await mails.admitMany(510, 'c')
  await mails.publish(1)
  const number = await composeOnly()
  const [planned, send] = [tray<PlanMessage>(), tray<SendMessage>()]
  await planOne(number, 'c', { plan: planned, send })
  const [next] = planned.messages
  expect(planned.messages).toEqual([expect.objectContaining({ portion: 2, chosen: 500, filled: 1 })])
  expect(await ledger(number)).toHaveLength(500)
  if (next) await plan(next, { plan: planned, send })
  expect(planned.messages).toHaveLength(1)
  const queued = send.messages.flatMap(({ recipients }) => recipients.map(({ subscriberId }) => subscriberId))
  expect(queued.toSorted()).toEqual(subscribers.map(({ id }) => id).toSorted())
  expect((await ledger(number)).map(({ subscriberId }) => subscriberId).toSorted()).toEqual(queued.toSorted())
  const shard = (await services.issues.listPlanned({ digest: 'daily', number })).get('c')
  expect(shard).toEqual({ recipients: 510, portions: 2 })
})

test('a portion that is planned again has the recipients that were chosen first', async () => {
  const [first, second] = await mails.admitMany(2, 'c')
  await mails.publish(1)
  const number = await composeOnly()
  const [once, again] = [tray<SendMessage>(), tray<SendMessage>()]
  mails.local.faults.add({ accessKey: inProcess, operation: 'PutItem', key: { prefix: 'planned#' }, fault: 'fail' })
  await expect(planOne(number, 'c', { send: once })).rejects.toThrow()
  if (first) await mails.erase(first)
  await mails.admit({}, 'c')
  await planOne(number, 'c', { send: again })
  expect(again.messages).toEqual(once.messages)
  const ids = again.messages.flatMap(({ recipients }) => recipients.map(({ subscriberId }) => subscriberId))
  expect(ids.toSorted()).toEqual([first?.id, second?.id].toSorted())
})

test('a portion that is planned again queues only the batches that are not settled yet', async () => {
  await mails.admitMany(30, 'c')
  await mails.publish(1)
  const number = await composeOnly()
  const [once, again] = [tray<SendMessage>(), tray<SendMessage>()]
  mails.local.faults.add({ accessKey: inProcess, operation: 'PutItem', key: { prefix: 'planned#' }, fault: 'fail' })
  await expect(planOne(number, 'c', { send: once })).rejects.toThrow()
  expect(once.messages.map(({ batch, recipients }) => [batch, recipients.length])).toEqual([
    ['c-1-0', 25],
    ['c-1-1', 5],
  ])
  await sendDeliveries(JSON.stringify(once.messages[0]), services, mails.local.clock.now())
  await planOne(number, 'c', { send: again })
  expect(again.messages).toEqual([once.messages[1]])
})

test('once all shards are planned, a planner that cannot finish the planning does not repeat its chain', async () => {
  await mails.publish(1)
  const number = await composeOnly()
  for (const shard of shards.slice(1)) await planOne(number, shard)
  mails.local.faults.add({ accessKey: inProcess, operation: 'UpdateItem', times: 3, fault: 'fail' })
  const chain = tray<PlanMessage>()
  const first = () => plan({ digest: 'daily', number, shard: '0', step: 2 }, { plan: chain })
  for (const _each of [1, 2, 3]) await expect(first()).rejects.toThrow()
  await first()
  expect(chain.messages).toEqual([])
  expect((await mails.count('daily', number)).state).toBe('submitted')
})

test('a chain of messages plans every second shard, and passes over those that are planned', async () => {
  await mails.publish(1)
  const number = await composeOnly()
  const chain = tray<PlanMessage>()
  await plan({ digest: 'daily', number, shard: '4' })
  await plan({ digest: 'daily', number, shard: '0', step: 2 }, { plan: chain })
  for (let next = chain.messages.pop(); next; next = chain.messages.pop()) await plan(next, { plan: chain })
  const planned = await services.issues.listPlanned({ digest: 'daily', number })
  expect([...planned.keys()]).toEqual(['0', '2', '4', '6', '8', 'a', 'c', 'e'])
})

test('an issue without recipients is submitted when its last shard is planned', async () => {
  await mails.publish(1)
  const number = await composeOnly()
  for (const shard of shards.slice(1)) await planOne(number, shard)
  expect((await mails.count('daily', number)).state).toBe('planning')
  await planOne(number, '0')
  expect(await services.issues.get('daily', number)).toMatchObject({
    ...{ state: 'submitted', recipients: 0, submittedAt: expect.any(String) },
    counts: { recipients: 0, submitted: 0, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 },
  })
})

test('only subscribers for whom the issue has an article are recipients', async () => {
  const noon = mails.local.clock.now().getTime()
  const at = (hours: number) => new Date(noon + hours * 3_600_000).toISOString()
  const [early] = await mails.publish(1, ['daily'], { liveAt: at(-2), topics: [{ slug: 'asia', name: 'Asia' }] })
  const [late] = await mails.publish(1, ['daily'], { liveAt: at(-0.5), topics: [{ slug: 'rail', name: 'Rail' }] })
  const [since, before, asia, rail] = await Promise.all([
    mails.admit(),
    mails.admit({ confirmedAt: at(-3) }),
    mails.admit({ topics: ['asia'] }),
    mails.admit({ topics: ['rail'], confirmedAt: at(-3) }),
    mails.admit({ state: 'pending', confirmedAt: undefined }),
    mails.admit({ state: 'unsubscribed' }),
    mails.admit({ digest: 'weekly' }),
    mails.admit({ pausedUntil: at(5) }),
    mails.admit({ confirmedAt: at(-0.2) }),
  ])
  const number = await composeOnly()
  await planAll(number)
  await mails.local.idle()
  const chosen = new Map((await ledger(number)).map(({ subscriberId, articles }) => [subscriberId, articles]))
  expect(chosen).toEqual(
    new Map([
      [since.id, [late?.id]],
      [before.id, [late?.id, early?.id]],
      [rail.id, [late?.id]],
    ]),
  )
  expect(mails.mailsEach([asia])).toEqual([0])
  const [mail] = await mails.mailsTo(since)
  expect(mail?.text).toContain(late?.title)
  expect(mail?.text).not.toContain(early?.title)
})

test('a subscriber who leaves between two attempts of a planner stays a recipient, and is skipped', async () => {
  const [subscriber] = await mails.admitMany(1, 'd')
  await mails.publish(1)
  const number = await composeOnly()
  mails.local.faults.add({ accessKey: inProcess, operation: 'PutItem', fault: 'lose-response' })
  const send = tray<SendMessage>()
  await expect(planOne(number, 'd', { send })).rejects.toThrow()
  if (subscriber) await mails.erase(subscriber)
  await planOne(number, 'd')
  for (const message of send.messages) await services.send.add(message)
  await mails.local.idle()
  expect((await mails.count('daily', number)).counts).toMatchObject({ recipients: 1, skipped: 1, pending: 0 })
})

test('an issue that is already planned is not changed', async () => {
  await mails.publish(1)
  const number = await composeOnly()
  await planAll(number)
  await mails.admit({}, 'e')
  await planOne(number, 'e')
  expect(await ledger(number)).toEqual([])
})

test('a missing issue is an error, so that the message is retried', async () => {
  await expect(planOne(9_999, 'a')).rejects.toThrow('There is no issue daily 9999')
})

test('an issue with delivery at the subscribers’ own time is sent zone by zone, once to each subscriber', async () => {
  const noon = new Date(mails.local.clock.now().getTime() + 86_400_000)
  noon.setUTCHours(12, 0, 0, 0)
  mails.local.clock.move(noon)
  await mails.local.idle()
  const zones = ['Europe/London', 'America/New_York', 'Asia/Tokyo']
  const subscribers = await Promise.all(zones.map((timeZone) => mails.admit({ timeZone })))
  await mails.publish(1)
  const { site } = services
  const daily = {
    ...site.publication.digests.daily,
    schedule: { every: 'day', at: '12:00' },
    deliver: 'subscriber-time',
  }
  const publication = { ...site.publication, digests: { daily } } as typeof site.publication // its daily digest is there
  const message = { digest: 'daily', scheduledAt: noon.toISOString() }
  await composeDigest(message, { ...services, site: { ...site, publication } }, { now: noon })
  const hoursLater = async (hours: number) => {
    // Never back: what is due after the present time would have to wait for it again.
    if (hours > 0) mails.local.clock.move(new Date(noon.getTime() + hours * 3_600_000))
    await mails.local.idle({ timeoutMs: 120_000 })
    expect(mails.mailsEach(subscribers).join()).toBe(expected[hours])
  }
  const expected: Record<number, string> = { 0: '1,0,0', 4.9: '1,0,0', 5: '1,1,0', 15: '1,1,1' }
  for (const hours of [0, 4.9, 5, 15]) await hoursLater(hours)
})

test('a subscriber who changes the digest gets no article twice', async () => {
  const subscriber = await mails.admit()
  const [first] = await mails.publish(1, ['daily', 'weekly'])
  await planAll(await composeOnly())
  await mails.local.idle()
  const digestChangedAt = mails.local.clock.now().toISOString()
  await mails.change(subscriber, { digest: 'weekly', digestChangedAt })
  mails.local.clock.move(60_000)
  const [fresh] = await mails.publish(1, ['daily', 'weekly'])
  await mails.stack.compose.add({ digest: 'weekly', requestId: 'changed' })
  await mails.settle()
  const texts = (await mails.mailsTo(subscriber)).map(({ text }) => text)
  expect(texts).toHaveLength(2)
  expect(texts[1]).toContain(fresh?.title)
  expect(texts[1]).not.toContain(first?.title)
})
