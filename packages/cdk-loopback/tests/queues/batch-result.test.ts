import { expect, test } from 'vitest'
import { failedMessages } from '../../src/queues/batch-result.ts'
import { queuePlan } from './plans.ts'
import { startQueues } from './queue-fixture.ts'

async function receiveTwo() {
  const { queues } = await startQueues()
  const { arn } = queuePlan('Work', '')
  for (const body of ['a', 'b']) queues.send(arn, body)
  const records = queues.consumer(arn).receive(2)
  return { records, ids: records.map(({ messageId }) => messageId) }
}

test('the messages that the response reports have failed', async () => {
  const { records, ids } = await receiveTwo()
  const response = { batchItemFailures: [{ itemIdentifier: ids[1] }] }
  expect([...failedMessages(records, response)]).toEqual([ids[1]])
})

test.each([
  [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }],
  [{ batchItemFailures: [{ itemIdentifier: null }] }],
  [{ batchItemFailures: [{ id: 'x' }] }],
  [{ batchItemFailures: 'all' }],
  [{ failures: [] }],
  ['done'],
])('the invalid response %j fails the whole batch', async (response) => {
  const { records, ids } = await receiveTwo()
  expect([...failedMessages(records, response)]).toEqual(ids)
})

test.each([[null], [undefined], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
  'the response %j is a success',
  async (response) => {
    const { records } = await receiveTwo()
    expect([...failedMessages(records, response)]).toEqual([])
  },
)
