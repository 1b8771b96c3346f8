import { articleStore } from '../../aws/articles/article-store.ts'
import { changeStore } from '../../aws/articles/change-store.ts'
import { uploadStore } from '../../aws/articles/upload-store.ts'
import { createDynamo, createEventBridge, createS3, createSqs } from '../../aws/clients.ts'
import { deploymentStore } from '../../aws/deployment/deployment-store.ts'
import { commandBus } from '../../aws/event-bus.ts'
import { closedDocumentStore } from '../../aws/feeds/closed-document-store.ts'
import { issueStore } from '../../aws/issues/issue-store.ts'
import { readRemovedDigests } from '../../aws/monitoring/removed-digests.ts'
import { countWaiting, queue } from '../../aws/queue.ts'
import { getSecrets } from '../../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { SettingsOf } from '../../core/environment.ts'
import type { CompleteMessage, IngestMessage, PublishMessage } from '../../core/messages.ts'
import { publication } from '../runtime/publication.ts'

/** build/lambdas.ts replaces it with the hash of the bundles that decide what is published. */
declare const DEPLOYMENT_VERSION: string

export type Services = ReturnType<typeof services>

export function services(settings: SettingsOf<'complete-deployment'>) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  const issues = issueStore(dynamo, settings.issuesTable)
  const subscribers = subscriberStore(dynamo, settings.subscribersTable)
  return {
    publication,
    release: { version: DEPLOYMENT_VERSION, siteUrl: settings.siteUrl },
    deployments: deploymentStore(dynamo, settings.articlesTable),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    closedDocuments: closedDocumentStore(dynamo, settings.articlesTable, publication),
    issues,
    readRemovedDigests: () => readRemovedDigests({ issues, subscribers }, publication),
    uploads: uploadStore(createS3(), settings.uploadsBucket),
    ensureSecrets: async () => void (await getSecrets(dynamo, settings.subscribersTable)),
    ingest: queue<IngestMessage>(sqs, settings.ingestQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    countBacklogs: () =>
      Promise.all([settings.ingestQueueUrl, settings.publishQueueUrl].map((url) => countWaiting(sqs, url))),
    commands: commandBus<CompleteMessage>(createEventBridge(), settings.eventBus, 'complete-deployment'),
  }
}
