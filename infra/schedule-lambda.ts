import { Duration } from 'aws-cdk-lib'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Schedule, type ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Lambda } from './lambda.ts'

/**
 * Invokes a Lambda asynchronously with a message, on a schedule. The scheduler retries only until Lambda has accepted the
 * message. From then on, Lambda retries as `Lambda.acceptMessages` says.
 */
export function scheduleLambda(
  scope: Construct,
  id: string,
  schedule: ScheduleExpression,
  lambda: Lambda,
  failures: IQueue,
  message: object,
): Schedule {
  return new Schedule(scope, id, {
    schedule,
    target: new Invocation(lambda, {
      input: ScheduleTargetInput.fromObject(message),
      maxEventAge: Duration.hours(6),
      retryAttempts: 185, // the maximum: only the age counts
      deadLetterQueue: failures,
    }),
  })
}

/** May invoke only the Lambda itself; CDK's target may invoke all of its versions and aliases, too. */
class Invocation extends LambdaInvoke {
  private readonly lambda: Lambda

  constructor(lambda: Lambda, props: ConstructorParameters<typeof LambdaInvoke>[1]) {
    super(lambda, props)
    this.lambda = lambda
  }

  protected override addTargetActionToRole(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.lambda.functionArn] }),
    )
  }
}
