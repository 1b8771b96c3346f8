import { Duration, Stack } from 'aws-cdk-lib'
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { type Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { publishers } from '../core/deployment/publishers.ts'
import type { Settings } from '../core/environment.ts'
import { recipientIndex } from '../core/keys.ts'
import type { CompleteMessage } from '../core/messages.ts'
import type { Events } from './events.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleLambda } from './schedule-lambda.ts'
import type { Storage } from './storage.ts'

/** Brings the site up to date with what was deployed. Create it after the Lambdas that write the site. */
export class Deployment extends Construct {
  private readonly resume: Schedule

  constructor(scope: Construct, storage: Storage, settings: Settings, events: Events) {
    super(scope, 'Deployment')
    const complete = new Lambda(this, 'complete-deployment', { settings, timeout: seconds(60), invokesItself: true })
    this.updateLast(complete)
    complete.acceptMessages(storage.failures)
    complete.grantItems(storage.articles, ['GetItem', 'PutItem'], ['deployment'])
    complete.grantItems(storage.articles, ['GetItem'], ['archive#*'])
    complete.grantItems(storage.articles, ['BatchGetItem'], ['article#*'])
    complete.grantItems(storage.articles, ['Query'], ['listings'])
    complete.grantItems(storage.issues, ['Query'], ['issue#*', 'pending#*'])
    complete.grantItems(storage.issues, ['GetItem', 'UpdateItem'], ['digests'])
    complete.grantItems(storage.subscribers, ['GetItem', 'PutItem'], ['secret'])
    complete.allow(['dynamodb:Query'], [`${storage.subscribers.tableArn}/index/${recipientIndex}`])
    complete.grantObjects(storage.uploads, ['GetObject'], 'receipts/*')
    complete.grantAbsence(storage.uploads)
    storage.ingestQueue.grantSendMessages(complete)
    storage.publishQueue.grantSendMessages(complete)
    complete.allow(['sqs:GetQueueAttributes'], [storage.ingestQueue.queueArn, storage.publishQueue.queueArn])
    events.grantPut(complete)

    events.invokeOnCommand('complete-deployment', complete, storage.failures)
    this.invokeOnStatus('Deployed', ['CREATE_COMPLETE', 'UPDATE_COMPLETE'], {}, complete, storage.failures)
    // Until the rollback, the Lambdas of the failed version may have written some pages.
    this.invokeOnStatus('RolledBack', ['UPDATE_ROLLBACK_COMPLETE'], { restart: true }, complete, storage.failures)
    // Continues a walk that waits or failed, and begins one if the event was lost. Costs one read if there is nothing
    // to do.
    const everyMinute = ScheduleExpression.rate(Duration.minutes(1))
    this.resume = scheduleLambda(this, 'Resume', everyMinute, complete, storage.failures, {})
  }

  /**
   * Begins only when the rest of the stack exists. If the first deployment fails before that, nothing has been written
   * yet, and CloudFormation can delete the buckets, which it cannot while they contain objects.
   */
  beginLast(): void {
    for (const child of Stack.of(this).node.children) {
      if (child !== this) this.resume.node.addDependency(child)
    }
  }

  /** Updates the Lambda after the others, so that a walk for a new version never begins while they run the old one. */
  private updateLast(complete: Lambda): void {
    const lambdas = Stack.of(this).node.findAll()
    for (const each of lambdas) {
      if (each instanceof Lambda && publishers.includes(each.lambdaName)) complete.node.addDependency(each)
    }
  }

  /**
   * Invokes the Lambda when the stack reaches one of these statuses. CloudFormation sends its events to the default
   * bus.
   */
  private invokeOnStatus(
    id: string,
    status: readonly string[],
    message: CompleteMessage,
    lambda: Lambda,
    failures: IQueue,
  ): void {
    new Rule(this, id, {
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: { 'stack-id': [Stack.of(this).stackId], 'status-details': { status } },
      },
      targets: [
        new LambdaFunction(lambda, {
          event: RuleTargetInput.fromObject(message),
          deadLetterQueue: failures,
          maxEventAge: Duration.hours(6),
        }),
      ],
    })
  }
}
