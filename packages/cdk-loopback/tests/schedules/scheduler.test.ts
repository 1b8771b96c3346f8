import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Clock, createClock } from '../../src/clock.ts'
import { type Scheduler, startScheduler } from '../../src/schedules/scheduler.ts'
import type { SchedulePlan } from '../../src/template/stack-plan.ts'
import { deliveryPlan } from '../deliveries/plans.ts'

let folder: string
let clock: Clock
let runs: string[]
let scheduler: Scheduler | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scheduler-'))
  runs = []
})

afterEach(() => {
  scheduler?.close()
  scheduler = undefined
  rmSync(folder, { recursive: true })
})

function schedule(expression: string, plan: Partial<SchedulePlan> = {}): SchedulePlan {
  const name = plan.name ?? 'daily'
  const arn = `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}`
  const target = { ...deliveryPlan({ kind: 'queue', arn: 'q' }), input: '<aws.scheduler.scheduled-time>' }
  return { logicalId: 'Daily', name, arn, expression, timeZone: 'Europe/Berlin', enabled: true, target, ...plan }
}

/** Starts with a fixed time that only moves of the clock change. */
function start(time: string, ...schedules: SchedulePlan[]): void {
  scheduler?.close()
  clock = createClock(() => new Date(time))
  scheduler = startScheduler({
    plan: { schedules },
    folder,
    clock,
    deliver: (_schedule, input) => void runs.push(input),
    log: (line) => runs.push(`failed: ${line}`),
  })
}

test('a moved clock runs a daily schedule at the same wall time before and after DST ends', () => {
  start('2026-10-24T00:00:00Z', schedule('cron(0 7 * * ? *)'))
  expect(runs).toEqual([])
  clock.move(new Date('2026-10-24T05:00:00Z'))
  clock.move(new Date('2026-10-25T05:59:59Z'))
  expect(runs).toEqual(['2026-10-24T05:00:00Z'])
  clock.move(new Date('2026-10-25T06:00:00Z'))
  expect(runs).toEqual(['2026-10-24T05:00:00Z', '2026-10-25T06:00:00Z'])
})

test('a schedule runs when its time comes, without a move of the clock', async () => {
  let now = '2026-10-20T06:59:59.950Z'
  clock = createClock(() => new Date(now))
  scheduler = startScheduler({
    plan: { schedules: [schedule('cron(* * * * ? *)')] },
    folder,
    clock,
    deliver: (_schedule, input) => void runs.push(input),
    log: () => {},
  })
  expect(runs).toEqual([])
  now = '2026-10-20T07:00:00.000Z' // set before the scheduler's timer fires, however busy the machine is
  await expect.poll(() => runs).toEqual(['2026-10-20T07:00:00Z'])
})

test('one run makes up for runs missed while the machine was off, with the time of the last', () => {
  start('2026-10-20T00:00:00Z', schedule('cron(0 7 * * ? *)'))
  start('2026-10-23T12:00:00Z', schedule('cron(0 7 * * ? *)'))
  expect(runs).toEqual(['2026-10-23T05:00:00Z'])
  start('2026-10-23T13:00:00Z', schedule('cron(0 7 * * ? *)'))
  expect(runs).toHaveLength(1)
})

test('missed runs of a rate under an hour are dropped, those of a longer rate made up for', () => {
  const both = [schedule('rate(5 minutes)'), schedule('rate(6 hours)', { logicalId: 'Long', name: 'long' })]
  start('2026-10-20T00:00:00Z', ...both)
  start('2026-10-20T13:00:00Z', ...both)
  expect(runs).toEqual(['2026-10-20T12:00:00Z'])
  clock.move(5 * 60_000)
  expect(runs).toEqual(['2026-10-20T12:00:00Z', '2026-10-20T13:05:00Z'])
})

test('years of missed minutes are found quickly', () => {
  start('2000-01-01T00:00:00Z', schedule('cron(* * * * ? *)'))
  start('2026-10-20T12:00:30Z', schedule('cron(* * * * ? *)'))
  expect(runs).toEqual(['2026-10-20T12:00:00Z'])
})

test('a schedule whose definition changed starts again', () => {
  start('2026-10-20T00:00:00Z', schedule('cron(0 7 * * ? *)'))
  start('2026-10-23T12:00:00Z', schedule('cron(0 8 * * ? *)'))
  expect(runs).toEqual([])
})

test('a clock that was moved back runs the schedule again', () => {
  start('2026-10-20T00:00:00Z', schedule('cron(0 7 * * ? *)'))
  clock.move(new Date('2026-10-20T06:00:00Z'))
  clock.move(new Date('2026-10-20T00:00:00Z'))
  clock.move(new Date('2026-10-20T06:00:00Z'))
  expect(runs).toEqual(['2026-10-20T05:00:00Z', '2026-10-20T05:00:00Z'])
})

test('a disabled schedule runs only when fired', async () => {
  start('2026-10-20T00:00:00Z', schedule('cron(0 7 * * ? *)', { enabled: false }))
  clock.move(new Date('2026-10-21T00:00:00Z'))
  expect(runs).toEqual([])
  await scheduler?.fire('Daily')
  expect(runs).toEqual(['2026-10-21T00:00:00Z'])
  await expect(scheduler?.fire('Weekly')).rejects.toThrow('There is no schedule Weekly.')
})

test('context attributes in the input are filled in, others stay', () => {
  const input =
    '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>","id":"<aws.scheduler.execution-id>","n":"<aws.scheduler.attempt-number>","x":"<aws.scheduler.unknown>"}'
  start(
    '2026-10-20T00:00:00Z',
    schedule('cron(0 7 * * ? *)', { target: { ...deliveryPlan({ kind: 'queue', arn: 'q' }), input } }),
  )
  clock.move(new Date('2026-10-20T05:00:00.500Z'))
  expect(JSON.parse(runs[0] ?? '')).toEqual({
    at: '2026-10-20T05:00:00Z',
    by: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/daily',
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    n: '1',
    x: '<aws.scheduler.unknown>',
  })
})

test('the error names all schedules that cannot be read', () => {
  const start2 = () => start('2026-10-20T00:00:00Z', schedule('cron(0 7 * * *)'), schedule('often', { name: 'weekly' }))
  expect(start2).toThrow(/daily: cron\(0 7 \* \* \*\).*six fields\nweekly: often/)
})
