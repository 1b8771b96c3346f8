import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { startEventStack } from '../events/event-stack.ts'

const read = (QueueName: string, MetricName = 'ApproximateAgeOfOldestMessage') =>
  new GetMetricStatisticsCommand({
    ...{ Namespace: 'AWS/SQS', MetricName, Dimensions: [{ Name: 'QueueName', Value: QueueName }] },
    ...{ StartTime: new Date(0), EndTime: new Date(), Period: 60, Statistics: ['Maximum'] },
  })

test("the age of a queue's oldest message follows the clock of the stack", async () => {
  const { stack, settings } = await startEventStack()
  const cloudWatch = new CloudWatchClient(settings)
  expect((await cloudWatch.send(read('Dead'))).Datapoints).toEqual([])
  const QueueUrl = `${stack.aws}/000000000000/Dead`
  await new SQSClient(settings).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
  stack.clock.move(3_600_000)
  const { Datapoints = [], Label } = await cloudWatch.send(read('Dead'))
  expect(Label).toBe('ApproximateAgeOfOldestMessage')
  expect(Datapoints[0]?.Maximum).toBeGreaterThanOrEqual(3_600)
  expect((await cloudWatch.send(read('Nothing'))).Datapoints).toEqual([])
})

test('other metrics have no values, and other operations are refused', async () => {
  const { settings } = await startEventStack()
  const cloudWatch = new CloudWatchClient(settings)
  expect((await cloudWatch.send(read('Dead', 'NumberOfMessagesSent'))).Datapoints).toEqual([])
  await expect(cloudWatch.send(new ListMetricsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' })
})
