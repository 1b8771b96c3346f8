import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Settings } from '../core/environment.ts'
import { grantCounting } from './grant-counting.ts'
import { Lambda, seconds } from './lambda.ts'
import type { Mailing } from './mail.ts'
import type { Storage } from './storage.ts'

/** Records what SES reports: it settles deliveries and suppresses addresses. */
export class Feedback extends Construct {
  /** The log in which a Lambda reports that it paused an issue. */
  readonly log: ILogGroup

  constructor(scope: Construct, storage: Storage, settings: Settings, mailing: Mailing) {
    super(scope, 'Feedback')
    mailing.events.addSubscription(new SqsSubscription(storage.feedbackQueue, { rawMessageDelivery: true }))
    const record = new Lambda(this, 'record-feedback', { settings, timeout: seconds(30) })
    this.log = record.logGroup
    // SES sends two events per mail. Large batches let one or two executions record those of a whole issue.
    record.consume(storage.feedbackQueue, { batchSize: 100, batchWindow: seconds(5) })
    record.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['delivery#*'])
    record.grantItems(storage.deliveries, ['BatchGetItem', 'UpdateItem'], ['statistics#*'])
    grantCounting(record, storage)
    record.grantItems(storage.subscribers, ['GetItem'], ['secret'])
    record.grantItems(storage.subscribers, ['GetItem', 'PutItem', 'DeleteItem'], ['soft-bounce#*'])
    record.grantItems(storage.subscribers, ['GetItem', 'PutItem'], ['suppression#*'])
    storage.failures.grantSendMessages(record)
  }
}
