import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { sendWelcomeMails } from '../../lambdas/send-welcome-mails.ts'
import { inProcess, lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'
import { eventually } from '../support/visitor.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

let mail: MailStack
let services: ReturnType<typeof lambdaServices>

/** The tests run the Lambda themselves, at any time. */
function withoutWelcome(plan: StackPlan): StackPlan {
  return { ...plan, schedules: plan.schedules.filter(({ logicalId }) => !logicalId.includes('SendWelcome')) }
}

beforeAll(async () => {
  mail = await startMailStack(undefined, { change: withoutWelcome })
  services = lambdaServices(mail)
  await upload('welcome/1.md', '# One')
  await upload('welcome/1.de.md', '# Eins')
  await upload('welcome/2.md', '---\ntitle: Two\nafter: 3 days\n---\n')
})
afterAll(() => mail.close())
afterEach(async () => {
  mail.local.faults.clear()
  await mail.dismiss()
})

async function upload(key: string, start: string) {
  const { stack } = mail
  const etag = await stack.uploads.put(key, Buffer.from(`${start}\n\nText.`), 'text/markdown')
  const hasReceipt = async () => (await stack.uploads.getReceipt(`receipts/${key}.json`))?.upload === etag
  await eventually(`the receipt of ${key}`, async () => (await hasReceipt()) || undefined)
}

const subjects = async (reader: Subscriber) => (await mail.mailsTo(reader)).map(({ subject }) => subject)
const get = async ({ id }: Subscriber) => {
  const subscriber = await mail.stack.subscribers.get(id)
  if (!subscriber) throw new Error('The subscriber is gone')
  return subscriber
}

/** Milliseconds that the runs are ahead of the clock of the stack. */
let passed = 0
const now = () => new Date(mail.local.clock.now().getTime() + passed)

/** Adds somebody who confirms now. */
async function confirm(changes: Partial<Subscriber> = {}): Promise<Subscriber> {
  const pending = await mail.admit({ state: 'pending', confirmedAt: undefined, ...changes })
  return tell(pending, { kind: 'confirmed', at: now().toISOString() })
}

async function tell(before: Subscriber, fact: Parameters<typeof applySubscriber>[1]): Promise<Subscriber> {
  const after = applySubscriber(before, fact)
  await mail.stack.subscribers.save(before, after, await mail.hash(before.address))
  return after
}

const day = 86_400_000
/** Runs the Lambda some time later. */
const run = (later = 60_000) => {
  passed += later
  return sendWelcomeMails({}, services, { now: now(), remaining: () => 60_000 })
}

test('people who confirm get each text once, in their language, at its time; others get none', async () => {
  const existing = await mail.admit()
  const ada = await confirm()
  const eva = await confirm({ language: 'de-AT' })
  const paused = await confirm({ pausedUntil: new Date(now().getTime() + 5 * day).toISOString() })
  const gone = await confirm()
  await tell(gone, { kind: 'unsubscribed', at: now().toISOString() })
  const blocked = await confirm()
  const suppression = { reason: 'complaint', at: '2026-11-21T06:00:00Z' } as const
  await mail.stack.suppressions.add(await mail.hash(blocked.address), suppression)
  await Promise.all([run(), run(0)])
  await run()
  expect(await subjects(ada)).toEqual(['One'])
  expect(await subjects(eva)).toEqual(['Eins'])
  await upload('welcome/2.md', '---\ntitle: Two, corrected\nafter: 2 days\n---\n')
  await run(2 * day - 240_000)
  expect(await subjects(ada)).toEqual(['One'])
  await run(240_000)
  expect(await subjects(ada)).toEqual(['One', 'Two, corrected'])
  await upload('welcome/3.md', '# Three')
  await run(3 * day)
  await run(2 * day)
  await run(day)
  expect(await subjects(ada)).toEqual(['One', 'Two, corrected'])
  expect(await subjects(paused)).toEqual(['One', 'Two, corrected'])
  expect(mail.mailsEach([existing, gone, blocked])).toEqual([0, 0, 0])
  expect((await mail.stack.deliveries.get('welcome_1', blocked.id))?.delivery).toMatchObject({ state: 'suppressed' })
  await mail.local.idle()
  expect((await mail.stack.deliveries.get('welcome_1', ada.id))?.delivery).toMatchObject({ outcome: 'delivered' })
})

test('leaving, returning, moving and confirming again repeat no text', async () => {
  const ada = await confirm()
  await run()
  const at = now().toISOString()
  const left = await tell(await get(ada), { kind: 'unsubscribed', at })
  const back = await tell(left, { kind: 'returned' })
  const weekly = await tell(back, { kind: 'reassigned', digest: 'weekly', at })
  const away = await tell(weekly, { kind: 'unsubscribed', at })
  await tell(await mail.change(away, { state: 'pending' }), { kind: 'confirmed', at })
  await run()
  expect(await subjects(ada)).toEqual(['One'])
  expect((await get(ada)).welcome).toEqual({ last: 1, start: at })
})

const delivery = { accessKey: inProcess, operation: 'PutItem', key: { prefix: 'delivery#' } } as const
const place = { accessKey: inProcess, operation: 'PutItem', key: { prefix: 'subscriber#' } } as const

test.each(
  (
    [
      ['claims', delivery],
      ['submits', { accessKey: inProcess, operation: 'SendRawEmail' }],
      ['marks', { ...delivery, nth: 2 }],
      ['moves the reader on', place],
    ] as const
  ).flatMap(([what, call]) => (['fail', 'lose-response'] as const).map((fault) => [what, fault, call] as const)),
)('if a run stops when it %s (%s), the reader gets the text once', async (_what, fault, call) => {
  const ada = await confirm()
  const rule = mail.local.faults.add({ ...call, fault })
  await run().catch(() => {})
  expect(rule.hits).toBe(1)
  await mail.local.idle()
  await run(61_000) // the lease of the claim has ended
  await run(240_000) // an unknown delivery has settled
  await run()
  await mail.local.idle()
  expect(await subjects(ada)).toEqual(['One'])
  expect((await get(ada)).welcome?.last).toBe(1)
})

test('while SES throttles, readers wait, and get the text afterwards', async () => {
  const readers = await Promise.all([confirm(), confirm(), confirm()])
  mail.local.faults.add({ accessKey: inProcess, operation: 'SendRawEmail', fault: 'throttle', times: 2 })
  await run()
  await run()
  await run()
  expect(mail.mailsEach(readers)).toEqual([1, 1, 1])
})

test('one reader whose text fails does not keep it from the others', async () => {
  const readers = await Promise.all([confirm(), confirm(), confirm()])
  mail.local.faults.add({ ...delivery, fault: 'fail' })
  await expect(run()).rejects.toThrow()
  expect(mail.mailsEach(readers).toSorted()).toEqual([0, 1, 1])
  await run()
  expect(mail.mailsEach(readers)).toEqual([1, 1, 1])
})

test('a bounce of a text suppresses the address, and is counted', async () => {
  const gone = await confirm({ address: 'bounce@simulator.amazonses.com' })
  await run()
  await mail.settle()
  expect(await mail.stack.suppressions.get(await mail.hash(gone.address))).toMatchObject({ reason: 'bounce' })
  expect((await mail.stack.deliveries.readStatistics('welcome_1')).bounced).toBe(1)
})

describe('re-permission', () => {
  const asking = () => {
    const { site } = services
    const rePermission = { afterMonths: 24, answerWithinDays: 30, perDay: 3 }
    return { ...services, site: { ...site, publication: { ...site.publication, rePermission } } }
  }
  const ask = (later = 60_000) => {
    passed += later
    return sendWelcomeMails({}, asking(), { now: now(), remaining: () => 60_000 })
  }
  const old = (years: number) => new Date(now().getTime() - years * 366 * day).toISOString()
  const longAgo = (years: number): Partial<Subscriber> => ({
    consent: { source: 'form', at: old(years) },
    confirmedAt: old(years),
  })

  test('the oldest are asked once, a few a day, and those who do not answer lapse', async () => {
    const ada = await mail.admit(longAgo(3))
    const sure = await mail.admit(longAgo(4))
    const busy = await mail.admit({ ...longAgo(9), pausedUntil: new Date(now().getTime() + 90 * day).toISOString() })
    const imported = await mail.admit({ consent: { source: 'import: x', at: old(5) } })
    const blocked = await mail.admit(longAgo(8))
    await mail.stack.suppressions.add(await mail.hash(blocked.address), { reason: 'complaint', at: old(1) })
    const fresh = await mail.admit()
    const later = await mail.admit(longAgo(2.5))
    const full = await mail.admit(longAgo(2.6))
    const everyone = [ada, sure, busy, imported, blocked, fresh, later, full]
    await run(day)
    expect(mail.mailsEach(everyone)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    await Promise.all([ask(), ask(0)])
    await ask()
    expect(mail.mailsEach(everyone)).toEqual([0, 1, 0, 1, 0, 0, 0, 0])
    await ask(day)
    expect(mail.mailsEach(everyone)).toEqual([1, 1, 0, 1, 0, 0, 1, 1])
    expect((await subjects(ada))[0]).toMatch(/^Do you still want/)
    expect((await get(blocked)).permission).toMatchObject({ isAccepted: false })
    await mail.stack.suppressions.add(await mail.hash(full.address), { reason: 'bounce', at: now().toISOString() })

    await tell(await get(sure), { kind: 'permission-given', at: now().toISOString() })
    await run(31 * day)
    expect((await get(ada)).state).toBe('confirmed')
    await Promise.all([ask(), ask(0)])
    await ask()
    const states = await Promise.all(everyone.map(async (each) => (await get(each)).state))
    const gone = 'unsubscribed'
    expect(states).toEqual([gone, 'confirmed', 'confirmed', gone, 'confirmed', 'confirmed', gone, 'confirmed'])
    expect((await get(ada)).unsubscribedBy).toBe('lapse')
    await ask(day)
    expect(mail.mailsEach(everyone)).toEqual([1, 1, 0, 1, 0, 0, 1, 1])
  })

  test.each(
    (
      [
        ['claims', delivery],
        ['submits', { accessKey: inProcess, operation: 'SendRawEmail' }],
        ['marks', { ...delivery, nth: 2 }],
        ['stores that they were asked', place],
        ['stores the walk', { accessKey: inProcess, operation: 'PutItem', key: { prefix: 're-permission' } }],
      ] as const
    ).flatMap(([what, call]) => (['fail', 'lose-response'] as const).map((fault) => [what, fault, call] as const)),
  )('if a run stops when it %s (%s), the reader is asked once', async (_what, fault, call) => {
    passed += 2 * day
    const ada = await mail.admit(longAgo(3))
    const rule = mail.local.faults.add({ ...call, fault })
    await ask().catch(() => {})
    expect(rule.hits).toBe(1)
    await mail.local.idle()
    await ask(61_000)
    await ask(240_000)
    await ask()
    await mail.local.idle()
    expect(mail.mailsEach([ada])).toEqual([1])
    expect((await get(ada)).permission).toMatchObject({ isAccepted: true })
  })
})
