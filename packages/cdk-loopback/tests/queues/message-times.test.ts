import { expect, test } from 'vitest'
import { createClock } from '../../src/clock.ts'
import { queuePlan } from './plans.ts'
import { startQueues } from './queue-fixture.ts'

const { arn } = queuePlan('Work', '')

test('visible messages stay visible when the clock is moved back, and after a restart at the real time', async () => {
  const first = await startQueues()
  first.clock.move(new Date('2090-01-01T00:00:00Z'))
  first.queues.send(arn, 'a')
  first.clock.move(new Date('2030-01-01T00:00:00Z'))
  expect(await first.receive({ VisibilityTimeout: 0 })).toMatchObject([{ Body: 'a' }])
  first.clock.move(new Date('2090-01-01T00:00:00Z'))
  first.queues.send(arn, 'b')
  await first.stop()
  const second = await startQueues({ folder: first.folder })
  expect((await second.receive()).map(({ Body }) => Body)).toEqual(['a', 'b'])
})

test('a delay starts again after a restart, because the last run’s clock may have been moved', async () => {
  const clock = createClock()
  const first = await startQueues({ clock, queues: { Work: { DelaySeconds: '60' } } })
  clock.move(10 * 365 * 86_400_000)
  first.queues.send(arn, 'late')
  await first.stop()
  const second = await startQueues({ folder: first.folder })
  expect(await second.receive()).toEqual([])
  second.clock.move(61_000)
  expect(await second.receive()).toMatchObject([{ Body: 'late' }])
})

test('a moved clock wakes waiting receivers', async () => {
  const { queues, clock, receive } = await startQueues({ queues: { Work: { DelaySeconds: '600' } } })
  const poll = receive({ WaitTimeSeconds: 20 })
  const arrival = queues.consumer(arn).arrival()
  queues.send(arn, 'x')
  clock.move(600_001)
  await arrival
  expect(await poll).toMatchObject([{ Body: 'x' }])
})

test('a message keeps its delay when the clock is set back', async () => {
  const { queues, clock, receive } = await startQueues({ queues: { Work: { DelaySeconds: '60' } } })
  queues.send(arn, 'x')
  clock.move(-5 * 3_600_000)
  expect(await receive()).toEqual([])
  clock.move(60_001)
  expect(await receive()).toMatchObject([{ Body: 'x' }])
})
