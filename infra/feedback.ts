import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Settings } from '../core/settings.ts'
import { Lambda, seconds } from './lambda.ts'
import type { Mailing } from './mailing.ts'
import type { Storage } from './storage.ts'

/** What SES reports back settles deliveries and suppresses addresses. */
export class Feedback extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings, mailing: Mailing) {
    super(scope, 'Feedback')
    mailing.events.addSubscription(new SqsSubscription(storage.feedbackQueue, { rawMessageDelivery: true }))
    const record = new Lambda(this, 'record-feedback', { settings, timeout: seconds(30) })
    record.consume(storage.feedbackQueue, { concurrency: 10 })
    record.grantItems(storage.deliveries, ['GetItem', 'PutItem'], ['delivery#*'])
    record.grantItems(storage.subscribers, ['GetItem'], ['secret'])
    record.grantItems(storage.subscribers, ['GetItem', 'PutItem'], ['suppression#*'])
  }
}
