import { articleStore } from '../../aws/articles/article-store.ts'
import { changeStore } from '../../aws/articles/change-store.ts'
import { holderStore } from '../../aws/articles/holder-store.ts'
import { uploadStore } from '../../aws/articles/upload-store.ts'
import { createDynamo, createS3, createSqs } from '../../aws/clients.ts'
import { contentStore } from '../../aws/content-store.ts'
import { insertStore } from '../../aws/issues/insert-store.ts'
import { queue } from '../../aws/queue.ts'
import { readTogether } from '../../aws/read-item.ts'
import { welcomeStore } from '../../aws/welcome/welcome-store.ts'
import type { SettingsOf } from '../../core/environment.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { FilesMessage, IngestMessage, PublishMessage } from '../../core/messages.ts'
import { siteOf } from '../runtime/publication.ts'

export type Services = ReturnType<typeof services>

export function services(settings: SettingsOf<'ingest-article'>) {
  const dynamo = createDynamo()
  const s3 = createS3()
  const sqs = createSqs()
  return {
    site: siteOf(settings),
    uploads: uploadStore(s3, settings.uploadsBucket),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket, 0),
    articles: articleStore(
      dynamo,
      settings.articlesTable,
      settings.issuesTable,
      readTogether(dynamo, settings.articlesTable),
    ),
    holders: holderStore(dynamo, settings.articlesTable),
    inserts: insertStore(dynamo, settings.issuesTable),
    welcome: welcomeStore(dynamo, settings.issuesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    fileChanges: queue<FilesMessage>(sqs, settings.filesQueueUrl),
    ingest: queue<IngestMessage>(sqs, settings.ingestQueueUrl),
  }
}
