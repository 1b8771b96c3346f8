import { Duration, type Stack, TimeZone } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { lambda } from '../lambda.ts'
import { plan, refusals, resource } from '../synthesize.ts'

test('schedules send their input to a queue or a function', () => {
  const { schedules, queues, functions } = plan((stack) => {
    new Schedule(stack, 'Daily', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '7', timeZone: TimeZone.EUROPE_BERLIN }),
      target: new SqsSendMessage(new Queue(stack, 'Jobs'), {
        input: ScheduleTargetInput.fromObject({ digest: 'daily' }),
        deadLetterQueue: new Queue(stack, 'Dead'),
        retryAttempts: 2,
        maxEventAge: Duration.hours(1),
      }),
    })
    new Schedule(stack, 'Often', {
      enabled: false,
      scheduleName: 'often',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(lambda(stack, 'Work'), { input: ScheduleTargetInput.fromText('go') }),
    })
  })
  expect(schedules).toEqual([
    {
      logicalId: expect.stringMatching(/^Daily/),
      name: expect.stringMatching(/^Demo-Daily/),
      arn: expect.stringMatching(/^arn:aws:scheduler:us-east-1:000000000000:schedule\/default\/Demo-Daily/),
      expression: 'cron(0 7 * * ? *)',
      timeZone: 'Europe/Berlin',
      enabled: true,
      target: {
        ...{ kind: 'queue', arn: queues[0]?.arn, input: '{"digest":"daily"}' },
        ...{ retry: { maximumAttempts: 2, maximumAge: 3600 }, deadLetterArn: queues[1]?.arn },
      },
    },
    {
      logicalId: expect.stringMatching(/^Often/),
      name: 'often',
      arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/often',
      expression: 'rate(1 minute)',
      timeZone: 'Etc/UTC',
      enabled: false,
      target: {
        ...{ kind: 'function', arn: functions[0]?.arn, input: 'go' },
        ...{ retry: { maximumAttempts: 185, maximumAge: 86_400 }, deadLetterArn: undefined },
      },
    },
  ])
})

const hourly = { ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'OFF' } }
const jobs = 'arn:aws:sqs:us-east-1:000000000000:jobs'

/** Adds a schedule to a queue, with a role that CDK's own would have. */
function scheduleWith(stack: Stack, statement: PolicyStatement, service: string, target: object = {}): void {
  new Queue(stack, 'Jobs', { queueName: 'jobs' })
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal(service) })
  role.addToPolicy(statement)
  const Target = { Arn: jobs, Input: '{}', RoleArn: role.roleArn, ...target }
  resource(stack, 'Hourly', 'AWS::Scheduler::Schedule', { ...hourly, Target })
}

const send = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [jobs] })
const receive = new PolicyStatement({ actions: ['sqs:ReceiveMessage'], resources: [jobs] })
const scheduler = 'scheduler.amazonaws.com'

test.each([
  [send, scheduler, {}, []],
  [receive, scheduler, {}, [`Hourly Target.RoleArn: does not allow sqs:SendMessage on ${jobs}`]],
  [send, 'lambda.amazonaws.com', {}, [expect.stringContaining('Hourly Target.RoleArn: cannot be assumed by')]],
  [send, scheduler, { RoleArn: 'arn:aws:iam::1:role/x' }, ['Hourly Target.RoleArn: is no role of this stack']],
])('a schedule needs a role that may send to its target %#', (statement, service, target, problems) => {
  expect(refusals((stack) => scheduleWith(stack, statement, service, target))).toEqual(problems)
})
