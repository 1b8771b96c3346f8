import { Duration, Stack } from 'aws-cdk-lib'
import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { LambdaName, Settings } from '../core/environment.ts'
import { commandSource } from '../core/event-sources.ts'
import { Lambda, type StreamFilter, seconds } from './lambda.ts'
import { EventLog } from './monitoring/event-log.ts'
import type { Storage } from './storage.ts'

/**
 * The stack's event bus. It carries events for other programs, and commands for Lambdas that have no queue, because a
 * bus costs nothing while it is idle.
 */
export class Events extends Construct {
  readonly bus: EventBus
  readonly log: EventLog

  constructor(scope: Construct) {
    super(scope, 'Events')
    this.bus = new EventBus(this, 'Bus', { eventBusName: Stack.of(this).stackName })
    this.log = new EventLog(this, this.bus)
  }

  /** Announces changes of articles, issues and subscribers. Only items that may be announced invoke the Lambda. */
  announceChanges(storage: Storage, settings: Settings): void {
    const announce = new Lambda(this, 'announce-changes', { settings, timeout: seconds(30) })
    this.grantPut(announce)
    announce.grantItems(storage.subscribers, ['GetItem'], ['address#*', 'subscriber#*'])
    const written = ['INSERT', 'MODIFY']
    announce.readStream(storage.articles, [changesOf('article#', written)], storage.failures)
    announce.readStream(storage.issues, [changesOf('issue#', written)], storage.failures)
    // People who never confirm are not announced.
    const decided = { subscriber: { M: { state: { S: ['confirmed', 'unsubscribed'] } } } }
    const subscribers = [
      changesOf('subscriber#', written, { NewImage: decided }),
      changesOf('subscriber#', ['REMOVE']),
      changesOf('suppression#', ['INSERT']),
    ]
    announce.readStream(storage.subscribers, subscribers, storage.failures)
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

/** Returns a filter for changes of the items whose partition begins with a prefix. */
function changesOf(prefix: string, eventName: readonly string[], more: object = {}): StreamFilter {
  return { eventName, dynamodb: { Keys: { pk: { S: [{ prefix }] } }, ...more } }
}
