import { createDynamo, createSqs } from '../../aws/clients.ts'
import { suppressionStore } from '../../aws/feedback/suppression-store.ts'
import { queue } from '../../aws/queue.ts'
import { moveStore } from '../../aws/subscribers/move-store.ts'
import { rateStore } from '../../aws/subscribers/rate-store.ts'
import { saltStore } from '../../aws/subscribers/salt-store.ts'
import { getSecrets } from '../../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { SettingsOf } from '../../core/environment.ts'
import type { ConfirmationMessage } from '../../core/messages.ts'
import type { Limit } from '../../core/subscribers/request-limits.ts'
import type { VisitorAnswer } from '../../core/subscribers/visits/visitor-answer.ts'
import type { Visit } from '../runtime/http-handler.ts'
import { siteOf } from '../runtime/publication.ts'

export type Services = ReturnType<typeof services>
export type Answer = (visit: Visit, services: Services) => Promise<VisitorAnswer | Response>

export function services(settings: SettingsOf<'manage-subscription'>) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    moves: moveStore(dynamo, settings.subscribersTable),
    rates: rateStore(dynamo, settings.subscribersTable),
    salts: saltStore(dynamo, settings.subscribersTable),
    confirmation: queue<ConfirmationMessage>(createSqs(), settings.confirmationQueueUrl),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

/** Counts a request, and answers the limit that it is over, if any. */
export async function findExceeded(
  limits: readonly Limit[],
  { rates }: Services,
  now: Date,
): Promise<Limit | undefined> {
  for (const limit of limits) {
    if ((await rates.add(limit.subject, limit.seconds, now)) > limit.maximum) return limit
  }
  return undefined
}
