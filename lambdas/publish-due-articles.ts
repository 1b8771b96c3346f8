import { articleStore } from '../aws/articles/article-store.ts'
import { createDynamo, createSqs } from '../aws/clients.ts'
import { queue } from '../aws/queue.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { IngestMessage } from '../core/messages.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'

/** Articles that one run publishes. The next run publishes the others. */
const dueAtOnce = 1000

// Called by AWS.
export const handler = eventHandler('publish-due-articles', services, publishDueArticles)

// Runs once per cold start.
function services(settings: SettingsOf<'publish-due-articles'>) {
  return {
    articles: articleStore(createDynamo(), settings.articlesTable, settings.issuesTable),
    ingest: queue<IngestMessage>(createSqs(), settings.ingestQueueUrl),
  }
}

// Runs once a minute. Safe to repeat: ingest-article does not change an article that is not due or is live already.
export async function publishDueArticles(
  _tick: unknown,
  { articles, ingest }: ReturnType<typeof services>,
  { now }: Now,
): Promise<void> {
  const keys = await articles.listDue(now.toISOString(), dueAtOnce)
  await ingest.addAll(keys.map((key) => ({ kind: 'due', key })))
}
