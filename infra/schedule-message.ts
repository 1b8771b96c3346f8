import { Duration } from 'aws-cdk-lib'
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

/** Sends a message to a queue on a schedule. The queue keeps messages that a direct invocation would drop after two retries. */
export function scheduleMessage(
  scope: Construct,
  id: string,
  schedule: ScheduleExpression,
  queue: Queue,
  message: object,
): Schedule {
  return new Schedule(scope, id, {
    schedule,
    target: new SqsSendMessage(queue, {
      input: ScheduleTargetInput.fromObject(message),
      maxEventAge: Duration.hours(6),
      retryAttempts: 185,
    }),
  })
}
