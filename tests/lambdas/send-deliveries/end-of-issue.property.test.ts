import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OpenTables } from '../../../bench/support/open-tables.ts'
import { type Crash, countLedger, createWorld, type Fate, openMailTables, type Work } from './mail-world.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

let tables: OpenTables
let issues = 0

beforeAll(async () => {
  tables = await openMailTables()
})
afterAll(() => tables.close())

/** Delivers one of the waiting messages, or two at the same time. */
type Step = {
  readonly pick: number
  readonly second: number | undefined
  /** Whether the queue delivers the message again later. */
  readonly repeated: boolean
  readonly crash: Crash | undefined
  /** Seconds that pass before the step. */
  readonly wait: number
}

const crash: fc.Arbitrary<Crash> = fc.record({ call: fc.nat(60), effect: fc.boolean() })
const step: fc.Arbitrary<Step> = fc.record({
  pick: fc.nat(1_000),
  second: fc.option(fc.nat(1_000), { nil: undefined }),
  repeated: fc.boolean(),
  crash: fc.option(crash, { nil: undefined }),
  wait: fc.constantFrom(0, 0, 0, 1, 61, 301),
})
const fates = fc
  .infiniteStream(
    fc.oneof(
      { arbitrary: fc.constant<Fate>('accept'), weight: 8 },
      fc.constantFrom<Fate>('throttle', 'reject', 'lose', 'vanish', 'acceptLate', 'loseLate'),
    ),
  )
  .map((stream) => stream[Symbol.iterator]())
const onUnknown = fc.constantFrom('leave' as const, 'resend' as const)

type World = Awaited<ReturnType<typeof createWorld>>

async function openWorld(options: { readonly onUnknown: 'leave' | 'resend'; readonly fates: Iterator<Fate> }) {
  issues += 1
  const world = await createWorld({ ...options, tables, number: issues })
  world.start()
  return world
}

async function take(world: World, { pick, second, repeated, crash, wait }: Step): Promise<void> {
  world.moveClock(wait)
  const [work] = world.works.length > 0 ? world.works.splice(pick % world.works.length, 1) : []
  const [other] =
    second !== undefined && world.works.length > 0 ? world.works.splice(second % world.works.length, 1) : []
  if (work && repeated) world.works.push(work)
  await Promise.all([work && world.deliver(work, crash), other && world.deliver(other)])
}

/** Delivers all waiting messages, and those that this causes. */
async function drain(world: World, check: () => Promise<void>): Promise<void> {
  for (let count = 0; world.works.length > 0; count += 1) {
    if (count > 500) throw new Error('The messages do not end')
    const work = world.works.shift()
    // Longer than the settling time of a delivery, once all messages are about waiting.
    if (count % 40 === 39) world.moveClock(301)
    if (work) await world.deliver(work)
    await check()
  }
}

/** Checks that the issue has not ended too early, and that its end does not change. */
function endChecker(world: World) {
  let submittedAt: string | undefined
  return async () => {
    const record = await world.record()
    if (record?.state !== 'submitted') return
    submittedAt ??= record.submittedAt
    expect(record.submittedAt).toBe(submittedAt)
    expect(world.ends()).toBeLessThanOrEqual(1)
    const open = (await world.ledger()).filter((delivery) => !world.isAccountedFor(delivery))
    expect(open).toEqual([])
  }
}

async function expectEnd(world: World): Promise<void> {
  const record = await world.record()
  const counts = countLedger(await world.ledger())
  expect(record).toMatchObject({ state: 'submitted', counts, recipients: counts.recipients })
  const { recipients, ...parts } = counts
  expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(recipients)
  expect([parts.pending, await world.isListedAsOpen()]).toEqual([0, false])
  // None if the Lambda that ended the issue died before it got the answer.
  expect(world.ends()).toBeLessThanOrEqual(1)
}

const runs = { numRuns: 6, endOnFailure: true }

const never = async () => {}
function* accepts(): Generator<Fate> {
  for (;;) yield 'accept'
}

/** Delivers all messages but the last batch, and returns that. */
async function untilLastBatch(world: World) {
  const isLast = (work: Work) => work.lambda === 'send' && work.message.batch === 'b-1-0'
  for (let work = world.works.shift(); work; work = world.works.shift()) {
    if (isLast(work) && world.works.length === 0) return work
    if (isLast(work)) world.works.push(work)
    else await world.deliver(work)
  }
  throw new Error('The last batch was not queued')
}

test('an issue ends although the sender of its last batch dies at any of its last calls', async () => {
  const options = { fates: accepts(), onUnknown: 'resend' } as const
  const sample = await openWorld(options)
  const calls = await sample.deliver(await untilLastBatch(sample))
  await drain(sample, never)
  await expectEnd(sample)
  for (let call = calls - 7; call < calls; call += 1) {
    for (const effect of [false, true]) {
      const world = await openWorld(options)
      const last = await untilLastBatch(world)
      await world.deliver(last, { call, effect })
      await drain(world, endChecker(world))
      await expectEnd(world)
    }
  }
}, 600_000)

test('whatever the order, repetition and death of messages, an issue ends once, when everyone is accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fates, onUnknown, async (steps, fates, onUnknown) => {
      const world = await openWorld({ fates, onUnknown })
      const check = endChecker(world)
      for (const each of steps) {
        await take(world, each)
        await check()
      }
      await drain(world, check)
      await expectEnd(world)
      world.works.push(...world.lateWorks.splice(0))
      await drain(world, never)
      await expectEnd(world)
    }),
    runs,
  )
}, 600_000)

test('whatever the commands in between, the counts of an issue are those of its ledger in the end', async () => {
  const command = fc.constantFrom('pause' as const, 'resume' as const, 'retry' as const)
  const action = fc.oneof({ arbitrary: step, weight: 6 }, command)
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 50 }), fates, onUnknown, async (actions, fates, onUnknown) => {
      const world = await openWorld({ fates, onUnknown })
      for (const each of actions) {
        if (each === 'pause') await world.pause()
        else if (typeof each === 'string') world.command(each)
        else await take(world, each)
      }
      world.works.push(...world.lateWorks.splice(0))
      await drain(world, never)
      world.command('resume')
      await drain(world, never)
      await expectEnd(world)
      world.command('retry')
      await drain(world, never)
      await expectEnd(world)
    }),
    runs,
  )
}, 600_000)
