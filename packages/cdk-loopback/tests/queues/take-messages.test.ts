import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { expect, test, vi } from 'vitest'
import { queuePlan } from './plans.ts'
import { openDatabaseOf, startQueues, temporaryFolder } from './queue-fixture.ts'

const { arn } = queuePlan('Work', '')
const dead = queuePlan('Dead', '')
const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 })
const queues = { Work: { RedrivePolicy: redrive, VisibilityTimeout: '30' }, Dead: {} }

test('a message that was received too often moves to the dead-letter queue, whose receivers wake', async () => {
  const service = await startQueues({ queues })
  service.queues.send(arn, 'poison')
  const [first] = await service.receive()
  service.clock.move(31_000)
  await service.receive()
  service.clock.move(31_000)
  const poll = service.receive({ WaitTimeSeconds: 20 }, 'Dead')
  service.queues.send(arn, 'healthy')
  expect((await service.receive()).map(({ Body }) => Body)).toEqual(['healthy'])
  expect(await poll).toMatchObject([
    {
      MessageId: first?.MessageId,
      Body: 'poison',
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: first?.Attributes?.SentTimestamp,
        DeadLetterQueueSourceArn: arn,
      },
    },
  ])
})

test('a move to the dead-letter queue that fails halfway leaves the message where it was', async () => {
  const folder = await temporaryFolder()
  const before = await startQueues({ folder, queues })
  for (const body of ['one', 'two']) before.queues.send(arn, body)
  await before.stop()
  const database = openDatabaseOf(folder)
  database.exec(`UPDATE messages SET receive_count = 2, receipt = NULL;
    CREATE TRIGGER full BEFORE UPDATE OF queue ON messages WHEN OLD.body = 'two'
    BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  database.close()

  const broken = await startQueues({ folder, queues })
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  await expect(broken.receive()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
  log.mockRestore()
  const count = async (name: string) => {
    const command = new GetQueueAttributesCommand({ QueueUrl: broken.url(name), AttributeNames: ['All'] })
    return Number((await broken.sqs.send(command)).Attributes?.ApproximateNumberOfMessages)
  }
  expect([await count('Work'), await count('Dead')]).toEqual([2, 0])
  await broken.stop()

  const repaired = openDatabaseOf(folder)
  repaired.exec('DROP TRIGGER full')
  repaired.close()
  const after = await startQueues({ folder, queues })
  expect(await after.receive()).toEqual([])
  expect((await after.receive({}, 'Dead')).map(({ Body }) => Body)).toEqual(['one', 'two'])
  expect(await after.receive({}, 'Dead')).toEqual([])
})

test('a batch is filled with later messages if some move to the dead-letter queue', async () => {
  const { queues: service, receive, clock } = await startQueues({ queues })
  for (const body of ['a', 'b', 'c']) service.send(arn, body)
  for (let round = 0; round < 2; round++) {
    await receive()
    clock.move(31_000)
  }
  for (const body of ['d', 'e']) service.send(arn, body)
  expect((await receive({ MaxNumberOfMessages: 2 })).map(({ Body }) => Body)).toEqual(['d', 'e'])
  expect(await receive({}, 'Dead')).toHaveLength(3)
})

test('a message is kept for the retention period, even in flight and across a restart', async () => {
  const Work = { MessageRetentionPeriod: '3600', VisibilityTimeout: '0' }
  const { queues: service, receive, clock, folder, stop } = await startQueues({ queues: { Work } })
  service.send(arn, 'old')
  clock.move(1_800_000)
  service.send(arn, 'new')
  expect((await receive()).map(({ Body }) => Body)).toEqual(['old', 'new'])
  clock.move(1_800_001)
  expect((await receive()).map(({ Body }) => Body)).toEqual(['new'])
  await stop()
  const later = await startQueues({ folder, clock, queues: { Work: { MessageRetentionPeriod: '60' } } })
  expect(later.queues.hasWork(arn, 0)).toBe(false)
})
