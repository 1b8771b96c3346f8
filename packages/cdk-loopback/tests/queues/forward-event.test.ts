import { expect, test } from 'vitest'
import { queuePlan } from './plans.ts'
import { startQueues } from './queue-fixture.ts'

const { arn } = queuePlan('Work', '')

test('an event that is delivered again after a restart is not forwarded twice', async () => {
  const first = await startQueues()
  const event = { id: 1, key: 'a' }
  first.queues.forwardEvent('s3', event, () => first.queues.send(arn, 'a'))
  await first.stop() // before the event was acknowledged
  const second = await startQueues({ folder: first.folder })
  const forward = (id: number, body: string, source = 's3') =>
    second.queues.forwardEvent(source, { id, key: body }, () => second.queues.send(arn, body))
  forward(1, 'a')
  forward(2, 'b')
  forward(1, 'a', 'ses')
  expect((await second.receive()).map(({ Body }) => Body)).toEqual(['a', 'b', 'a'])
})

test('an event reaches all of its queues or none, and receivers wake only afterwards', async () => {
  const { queues, receive } = await startQueues()
  const broken = () => {
    queues.send(arn, 'half')
    queues.send(`${arn}-none`, 'half')
  }
  expect(() => queues.forwardEvent('s3', { id: 1 }, broken)).toThrow('There is no queue')
  expect(await receive()).toEqual([])
  const poll = receive({ WaitTimeSeconds: 20 })
  queues.forwardEvent('s3', { id: 1 }, () => queues.send(arn, 'whole'))
  expect(await poll).toMatchObject([{ Body: 'whole' }])
})
