import { createDynamo, createSes, createSqs } from '../aws/clients.ts'
import { mailSender } from '../aws/mail-sender.ts'
import { queue } from '../aws/queue.ts'
import { getSecrets } from '../aws/secret-store.ts'
import { subscriberStore } from '../aws/subscriber-store.ts'
import { suppressionStore } from '../aws/suppression-store.ts'
import type { ConfirmationMessage } from '../core/messages.ts'
import type { Settings } from '../core/settings.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { writeConfirmation } from '../core/subscribers/write-confirmation.ts'
import { logger } from './runtime/logger.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler(services, sendConfirmation)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    mail: mailSender(createSes(), settings.configurationSet),
    again: queue<ConfirmationMessage>(createSqs(), settings.confirmationQueueUrl),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

// Runs once per request to subscribe. Repeated, it asks the same question with the same link once more; that is the
// harm of a crash right after the hand-over, and none is done to the subscription.
export async function sendConfirmation(body: string, services: Services, now: Date): Promise<void> {
  const { subscriberId, requestId } = JSON.parse(body) as ConfirmationMessage // our own message
  const subscriber = await services.subscribers.get(subscriberId)
  if (!subscriber || subscriber.state === 'unsubscribed') return
  const secrets = await services.readSecrets()
  if (await services.suppressions.get(hashAddress(subscriber.address, secrets.addressPepper))) {
    logger.info('suppressed', { subscriberId })
    return
  }
  const result = await services.mail.send(writeConfirmation(services.site, subscriber, secrets, requestId, now))
  if (result.kind === 'throttled') return services.again.add({ subscriberId, requestId }, 1)
  if (result.kind === 'refused' || result.kind === 'unknown') throw result.error
  logger.info('confirmation', { subscriberId, kind: result.kind })
}
