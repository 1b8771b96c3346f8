import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import type { Settings } from '../../core/environment.ts'
import { accessLogFolder } from '../../core/feeds/addresses.ts'
import { Lambda, seconds } from '../lambda.ts'
import { scheduleLambda } from '../schedule-lambda.ts'
import type { Storage } from '../storage.ts'

/** Counts the readers of each feed of the days before, from the site's access logs. */
export class FeedAudience extends Construct {
  constructor(scope: Construct, storage: Storage, accessLogs: Bucket, settings: Settings) {
    super(scope, 'FeedAudience')
    const count = new Lambda(this, 'count-feed-readers', { settings, timeout: seconds(900), memory: 1024 })
    count.acceptMessages(storage.failures)
    count.grantAbsence(accessLogs) // also the right to list the files
    count.grantObjects(accessLogs, ['GetObject'], `${accessLogFolder}*`)
    count.grantItems(storage.articles, ['PutItem'], ['audience'])
    // By then, CloudFront has delivered nearly all logs of the day before.
    const morning = ScheduleExpression.cron({ hour: '5', minute: '40' })
    scheduleLambda(this, 'Daily', morning, count, storage.failures, {})
  }
}
