import {
  CreateScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler'
import { expect, onTestFinished, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import type { AwsCall } from '../../src/endpoint/aws-service.ts'
import { createSchedulerApi } from '../../src/schedules/scheduler-api.ts'
import { deliveryPlan } from '../deliveries/plans.ts'
import { identities, operator } from '../operator.ts'

const arn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/daily'
const schedule = {
  ...{ logicalId: 'Daily', name: 'daily', arn, expression: 'cron(0 7 * * ? *)', timeZone: 'Europe/Berlin' },
  ...{ enabled: false, target: { ...deliveryPlan({ kind: 'function', arn: 'f' }), input: '{"digest":"daily"}' } },
}

async function start() {
  const calls: AwsCall[] = []
  const scheduler = createSchedulerApi({ schedules: [schedule], region: 'us-east-1', account: '000000000000' })
  const { url, close } = await startAwsEndpoint(
    { scheduler },
    {
      identities,
      interceptor: ({ call }, next) => {
        calls.push(call)
        return next()
      },
    },
  )
  const client = new SchedulerClient({ endpoint: url, region: 'us-east-1', credentials: operator, maxAttempts: 1 })
  onTestFinished(async () => {
    client.destroy()
    await close()
  })
  return { client, calls }
}

test('schedules are described as the template defines them', async () => {
  const { client, calls } = await start()
  expect(await client.send(new GetScheduleCommand({ Name: 'daily' }))).toMatchObject({
    ...{ Arn: arn, GroupName: 'default', State: 'DISABLED', Target: { Arn: 'f', Input: '{"digest":"daily"}' } },
    ...{ ScheduleExpression: 'cron(0 7 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' },
  })
  expect((await client.send(new ListSchedulesCommand({}))).Schedules).toMatchObject([{ Name: 'daily', Arn: arn }])
  expect(calls.flatMap(({ permissions }) => permissions)).toEqual([
    { action: 'scheduler:GetSchedule', resource: arn },
    { action: 'scheduler:ListSchedules', resource: '*' },
  ])
})

test('an unknown schedule does not exist, and other operations are refused', async () => {
  const { client } = await start()
  await expect(client.send(new GetScheduleCommand({ Name: 'x' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  const creation = { Name: 'x', ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' as const } }
  await expect(
    client.send(new CreateScheduleCommand({ ...creation, Target: { Arn: 'f', RoleArn: 'r' } })),
  ).rejects.toMatchObject({ name: 'UnknownOperationException' })
  await expect(client.send(new ListSchedulesCommand({ MaxResults: 1 }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})
