import { Duration } from 'aws-cdk-lib'
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import { divideConcurrency } from '../core/deliveries/concurrency.ts'
import type { Settings } from '../core/environment.ts'
import { alonePartition } from '../core/keys.ts'
import type { ReconcileMessage } from '../core/messages.ts'
import type { Publication } from '../core/publication.ts'
import type { Events } from './events.ts'
import { Lambda, seconds } from './lambda.ts'
import { scheduleLambda } from './schedule-lambda.ts'
import type { Storage } from './storage.ts'

/** Turns uploads into articles and inserts for the next issue, and writes a receipt for each. */
export class Articles extends Construct {
  constructor(scope: Construct, storage: Storage, settings: Settings, events: Events, publication: Publication) {
    super(scope, 'Articles')
    const ingest = new Lambda(this, 'ingest-article', {
      settings,
      timeout: seconds(60),
      memory: 1024,
      invokesItself: true,
    })
    ingest.consume(storage.ingestQueue, { concurrency: divideConcurrency(publication).ingesters })
    ingest.grantObjects(storage.uploads, ['GetObject'])
    ingest.grantObjects(storage.uploads, ['PutObject'], 'receipts/*')
    ingest.grantAbsence(storage.uploads)
    ingest.grantObjects(storage.content, ['GetObject', 'PutObject'], 'articles/*')
    ingest.grantItems(storage.articles, ['BatchGetItem'], ['article#*'])
    ingest.grantItems(storage.articles, ['GetItem'], ['article#*', 'slug#*'])
    ingest.grantItems(storage.articles, ['PutItem', 'DeleteItem'], ['article#*', 'slug#*', 'listing#*', 'due'])
    ingest.grantItems(storage.articles, ['PutItem'], ['content#*', 'file#*'])
    ingest.grantItems(storage.articles, ['Query'], ['content#*', 'file#*'])
    ingest.grantItems(storage.articles, ['UpdateItem'], ['change#*'])
    ingest.grantItems(storage.issues, ['GetItem', 'PutItem', 'DeleteItem'], ['pending#*'])
    ingest.grantItems(storage.issues, ['PutItem'], ['correction#*'])
    ingest.grantItems(storage.issues, ['GetItem', 'PutItem'], ['insert#*', 'welcome'])
    storage.publishQueue.grantSendMessages(ingest)
    storage.filesQueue.grantSendMessages(ingest)
    storage.ingestQueue.grantSendMessages(ingest)

    this.publishFiles(storage, settings)
    this.reconcile(storage, settings, events)

    const publishDue = new Lambda(this, 'publish-due-articles', { settings, timeout: seconds(60) })
    publishDue.acceptMessages(storage.failures)
    publishDue.grantItems(storage.articles, ['Query'], ['due'])
    publishDue.grantItems(storage.issues, ['Query'], [alonePartition])
    events.grantPut(publishDue)
    storage.ingestQueue.grantSendMessages(publishDue)
    const everyMinute = ScheduleExpression.rate(Duration.minutes(1))
    scheduleLambda(this, 'PublishDue', everyMinute, publishDue, storage.failures, { publish: 'due' })
  }

  private publishFiles(storage: Storage, settings: Settings): void {
    const files = new Lambda(this, 'publish-files', { settings, timeout: seconds(60), invokesItself: true })
    files.consume(storage.filesQueue)
    files.grantObjects(storage.uploads, ['GetObject'])
    files.grantObjects(storage.uploads, ['PutObject'], 'receipts/*')
    files.grantObjects(storage.site, ['GetObject', 'PutObject', 'DeleteObject'], 'articles/*')
    files.grantAbsence(storage.uploads)
    files.grantAbsence(storage.site)
    files.grantItems(storage.articles, ['GetItem'], ['article#*'])
    files.grantItems(storage.articles, ['Query'], ['file#*'])
    storage.ingestQueue.grantSendMessages(files)
  }

  private reconcile(storage: Storage, settings: Settings, events: Events): void {
    const reconcile = new Lambda(this, 'reconcile-uploads', { settings, timeout: seconds(60), invokesItself: true })
    reconcile.acceptMessages(storage.failures)
    events.invokeOnCommand('reconcile-uploads', reconcile, storage.failures)
    reconcile.allow(['s3:ListBucket'], [storage.uploads.bucketArn])
    reconcile.grantItems(storage.articles, ['BatchGetItem'], ['article#*'])
    storage.ingestQueue.grantSendMessages(reconcile)
    events.grantPut(reconcile)
    const everyHour = ScheduleExpression.rate(Duration.hours(1))
    for (const what of ['uploads', 'receipts'] as const) {
      const message: ReconcileMessage = { reconcile: what }
      scheduleLambda(this, `Reconcile${what}`, everyHour, reconcile, storage.failures, message)
    }
  }
}
