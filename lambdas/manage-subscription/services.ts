import { createDynamo, createSqs } from '../../aws/clients.ts'
import { unsubscriptionStore } from '../../aws/deliveries/unsubscription-store.ts'
import { accountSuppressionList } from '../../aws/feedback/account-suppression-list.ts'
import { suppressionStore } from '../../aws/feedback/suppression-store.ts'
import { offeredTopicStore } from '../../aws/pages/offered-topic-store.ts'
import { queue } from '../../aws/queue.ts'
import { moveStore } from '../../aws/subscribers/move-store.ts'
import { rateStore } from '../../aws/subscribers/rate-store.ts'
import { reasonStore } from '../../aws/subscribers/reason-store.ts'
import { saltStore } from '../../aws/subscribers/salt-store.ts'
import { getSecrets } from '../../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { SettingsOf } from '../../core/environment.ts'
import type { ConfirmationMessage } from '../../core/messages.ts'
import type { VisitorResponse } from '../../core/subscribers/requests/visitor-response.ts'
import type { Visit } from '../runtime/http-handler.ts'
import { memoize } from '../runtime/memoize.ts'
import { siteOf } from '../runtime/publication.ts'

export type Services = ReturnType<typeof services>

/** Answers a request. `answerVisitor` renders a `VisitorResponse` as a page or as JSON. */
export type Answer = (visit: Visit, services: Services) => Promise<VisitorResponse | Response>

export function services(settings: SettingsOf<'manage-subscription'>) {
  const dynamo = createDynamo()
  const readSecrets = () => getSecrets(dynamo, settings.subscribersTable)
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    accountSuppressions: accountSuppressionList(),
    topics: offeredTopicStore(dynamo, settings.articlesTable),
    unsubscriptions: unsubscriptionStore(dynamo, settings.deliveriesTable),
    moves: moveStore(dynamo, settings.subscribersTable),
    reasons: reasonStore(dynamo, settings.subscribersTable),
    rates: rateStore(dynamo, settings.subscribersTable),
    salts: saltStore(dynamo, settings.subscribersTable),
    confirmation: queue<ConfirmationMessage>(createSqs(), settings.confirmationQueueUrl),
    readSecrets,
    /** The key of the hashes of addresses, which never changes. */
    readAddressPepper: memoize(async () => (await readSecrets()).addressPepper),
  }
}
