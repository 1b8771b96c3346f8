import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { startEventStack } from '../events/event-stack.ts'
import { signedFetch } from '../signing.ts'

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

test('clients of the query protocol get the same values, and their errors in XML', async () => {
  const { stack, settings } = await startEventStack()
  const QueueUrl = `${stack.aws}/000000000000/Dead`
  await new SQSClient(settings).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
  stack.clock.move(3_600_000)
  const post = async (action: string) => {
    const dimension = 'Dimensions.member.1.Name=QueueName&Dimensions.member.1.Value=Dead'
    const metric = `Namespace=AWS/SQS&MetricName=ApproximateAgeOfOldestMessage&${dimension}`
    const body = `Action=${action}&${metric}&StartTime=2000-01-01T00:00:00Z&EndTime=2100-01-01T00:00:00Z&Period=60`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { credentials } = stack
    const request = { method: 'POST', headers, body, service: 'monitoring', credentials }
    return (await signedFetch(`${stack.aws}/`, request)).text()
  }
  expect(Number(/<Maximum>(\d+)/.exec(await post('GetMetricStatistics'))?.[1])).toBeGreaterThanOrEqual(3_600)
  expect(await post('DescribeAlarms')).toMatch(/<Code>InvalidAction<\/Code>.*DescribeAlarms/)
})

test.each(['null', '[]', '{', '{"Dimensions":{}}', '{"Dimensions":[null]}'])(
  'the malformed request %s is the fault of its sender',
  async (members) => {
    const { stack } = await startEventStack()
    const required = '"Namespace":"a","MetricName":"b","StartTime":0,"EndTime":1,"Period":60'
    const body = members.startsWith('{"') ? members.replace('{', `{${required},`) : members
    const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricStatistics' }
    const { credentials } = stack
    const request = { method: 'POST', headers, body, service: 'monitoring', credentials }
    expect((await signedFetch(`${stack.aws}/`, request)).status).toBe(400)
  },
)
