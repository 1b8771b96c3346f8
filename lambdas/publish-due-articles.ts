import { articleStore } from '../aws/articles/article-store.ts'
import { createDynamo, createEventBridge, createSqs } from '../aws/clients.ts'
import { commandBus } from '../aws/event-bus.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import type { SettingsOf } from '../core/environment.ts'
import { isDueAlone } from '../core/issues/issue-contents.ts'
import type { AloneMessage, IngestMessage } from '../core/messages.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'
import { publication } from './runtime/publication.ts'

/** Articles that one run publishes. The next run publishes the others. */
const dueAtOnce = 1000

// Called by AWS.
export const handler = eventHandler('publish-due-articles', services, publishDueArticles)

// Runs once per cold start.
function services(settings: SettingsOf<'publish-due-articles'>) {
  const dynamo = createDynamo()
  return {
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    issues: issueStore(dynamo, settings.issuesTable),
    ingest: queue<IngestMessage>(createSqs(), settings.ingestQueueUrl),
    compose: commandBus<AloneMessage>(createEventBridge(), settings.eventBus, 'compose-issue'),
  }
}

// Runs once a minute. Safe to repeat: ingest-article does not change an article that is not due or is live already, and
// compose-issue mails an article on its own only once.
export async function publishDueArticles(
  _tick: unknown,
  { articles, issues, ingest, compose }: ReturnType<typeof services>,
  { now }: Now,
): Promise<void> {
  const keys = await articles.listDue(now.toISOString(), dueAtOnce)
  await ingest.addAll(keys.map((key) => ({ kind: 'due', key })))
  const alone = (await issues.listAlone()).filter(({ digest }) => publication.digests[digest])
  if (alone.some(isDueAlone)) await compose.add({ alone: true })
}
