import { Duration, Stack } from 'aws-cdk-lib'
import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { LambdaName } from '../core/environment.ts'
import { commandSource } from '../core/event-sources.ts'
import type { Lambda } from './lambda.ts'

/**
 * The stack's event bus. It announces to other programs what happened, and it carries commands to Lambdas that need no
 * queue: a bus costs nothing while it is idle.
 */
export class Events extends Construct {
  readonly bus: EventBus

  constructor(scope: Construct) {
    super(scope, 'Events')
    this.bus = new EventBus(this, 'Bus', { eventBusName: Stack.of(this).stackName })
  }

  /** Lets a Lambda put events on the bus. */
  grantPut(lambda: Lambda): void {
    lambda.allow(['events:PutEvents'], [this.bus.eventBusArn])
  }

  /** Invokes a Lambda with each command for it. A command that cannot be delivered goes to the dead-letter queue. */
  invokeOnCommand(name: LambdaName, lambda: Lambda, failures: IQueue): void {
    new Rule(this, `Invoke-${name}`, {
      eventBus: this.bus,
      eventPattern: { source: [commandSource], detailType: [name] },
      targets: [
        new LambdaFunction(lambda, {
          event: RuleTargetInput.fromEventPath('$.detail'),
          deadLetterQueue: failures,
          maxEventAge: Duration.hours(6),
        }),
      ],
    })
  }
}
