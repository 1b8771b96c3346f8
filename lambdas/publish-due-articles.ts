import { articleStore } from '../aws/articles/article-store.ts'
import { createDynamo, createSqs } from '../aws/clients.ts'
import { queue } from '../aws/queue.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { IngestMessage } from '../core/messages.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('publish-due-articles', services, publishDueArticles)

// Runs once per cold start.
function services(settings: SettingsOf<'publish-due-articles'>) {
  return {
    articles: articleStore(createDynamo(), settings.articlesTable, settings.issuesTable),
    ingest: queue<IngestMessage>(createSqs(), settings.ingestQueueUrl),
  }
}

// Runs once per tick. Safe to repeat: an article that is not due, or live already, stays as it is.
export async function publishDueArticles(
  _body: string,
  { articles, ingest }: ReturnType<typeof services>,
  now: Date,
): Promise<void> {
  const keys = await articles.listDue(now.toISOString(), 1000)
  await ingest.addAll(keys.map((key) => ({ kind: 'due', key })))
}
