import { createDynamo } from '../aws/clients.ts'
import { deliveryStore } from '../aws/delivery-store.ts'
import { getSecrets } from '../aws/secret-store.ts'
import { suppressionStore } from '../aws/suppression-store.ts'
import { applyDelivery, type DeliveryFact } from '../core/deliveries/apply-delivery.ts'
import { judgeFeedback } from '../core/feedback/judge-feedback.ts'
import { parseFeedback } from '../core/feedback/parse-feedback.ts'
import type { Settings } from '../core/settings.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler(services, recordFeedback)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  return {
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    secrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

// Runs once per event. Safe to repeat: a fact that the ledger knows changes nothing.
export async function recordFeedback(body: string, services: Services): Promise<void> {
  const feedback = parseFeedback(body)
  if (!feedback) return
  const { suppressions, fact } = judgeFeedback(feedback)
  for (const { address, suppression } of suppressions) {
    const { addressPepper } = await services.secrets()
    await services.suppressions.add(hashAddress(address, addressPepper), suppression)
  }
  const { issue, delivery } = feedback.deliveryTags
  if (fact && issue && delivery) await recordFact(issue, delivery, fact, services)
}

async function recordFact(
  issueId: string,
  subscriberId: string,
  fact: DeliveryFact,
  services: Services,
): Promise<void> {
  const stored = await services.deliveries.get(issueId, subscriberId)
  if (!stored) return
  const after = applyDelivery(stored.delivery, fact)
  if (after === 'impossible' || after === stored.delivery) return
  if ((await services.deliveries.save(stored, after)) === 'taken')
    await recordFact(issueId, subscriberId, fact, services)
}
