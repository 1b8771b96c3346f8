import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import type { Settings } from '../core/settings.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleMessage } from './schedule-message.ts'
import type { Storage } from './storage.ts'

/** Uploads become articles, and each gets its receipt. */
export class Articles extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings) {
    super(scope, 'Articles')
    const ingest = new Lambda(this, 'ingest-article', { settings, timeout: seconds(60), memory: 1024 })
    ingest.consume(storage.ingestQueue, { concurrency: 10 })
    ingest.grantObjects(storage.uploads, ['GetObject'])
    ingest.grantObjects(storage.uploads, ['PutObject'], 'receipts/*')
    ingest.grantAbsence(storage.uploads)
    ingest.grantObjects(storage.content, ['PutObject'], 'articles/*')
    ingest.grantItems(
      storage.articles,
      ['GetItem', 'PutItem', 'DeleteItem'],
      ['article#*', 'slug#*', 'listing#*', 'due'],
    )
    ingest.grantItems(storage.articles, ['UpdateItem'], ['change#*'])
    ingest.grantItems(storage.issues, ['GetItem', 'PutItem', 'DeleteItem'], ['pending#*'])
    storage.publishQueue.grantSendMessages(ingest)

    const release = new Lambda(this, 'release-articles', { settings, timeout: seconds(60) })
    release.consume(storage.releaseQueue, { concurrency: 2 })
    release.grantItems(storage.articles, ['Query'], ['due'])
    storage.ingestQueue.grantSendMessages(release)
    scheduleMessage(this, 'ReleaseDue', ScheduleExpression.expression('rate(1 minute)'), storage.releaseQueue, {
      release: 'due',
    })
  }
}
