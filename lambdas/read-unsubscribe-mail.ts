import { createDynamo } from '../aws/clients.ts'
import { unsubscriptionStore } from '../aws/deliveries/unsubscription-store.ts'
import { saveWithRetry } from '../aws/save-with-retry.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import type { SettingsOf } from '../core/environment.ts'
import { applySubscriber } from '../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { planUnsubscription, type UnsubscriptionPlan } from '../core/subscribers/requests/plan-unsubscription.ts'
import { parseUnsubscribeMails, type UnsubscribeMail } from '../core/subscribers/requests/unsubscribe-mail.ts'
import type { Secrets } from '../core/subscribers/secrets.ts'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import { unsubscriptionChange } from '../core/subscribers/unsubscription.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'
import { logger } from './runtime/logger.ts'

// Called by AWS.
export const handler = eventHandler('read-unsubscribe-mail', services, readUnsubscribeMail)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'read-unsubscribe-mail'>) {
  const dynamo = createDynamo()
  return {
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    unsubscriptions: unsubscriptionStore(dynamo, settings.deliveriesTable),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

// Runs once per event. Safe to repeat: people who are unsubscribed stay so, and are counted once. No mail is ever answered.
export async function readUnsubscribeMail(event: unknown, services: Services, { now }: Now): Promise<void> {
  const mails = parseUnsubscribeMails(event)
  const secrets = await services.readSecrets()
  for (const mail of mails) await unsubscribe(mail, planUnsubscription(mail, secrets, now), secrets, services, now)
}

async function unsubscribe(
  { messageId }: UnsubscribeMail,
  plan: UnsubscriptionPlan,
  secrets: Secrets,
  services: Services,
  now: Date,
): Promise<void> {
  if (plan.kind === 'nobody') return logger.info('no unsubscription', { messageId, reason: plan.reason })
  const { subscribers, unsubscriptions } = services
  const through = plan.kind === 'token' ? plan.issueId : undefined
  const fact = { kind: 'unsubscribed', at: now.toISOString(), ...(through !== undefined && { through }) } as const
  const result = await saveWithRetry(async () => {
    const before = await findSubscriber(plan, secrets, services)
    if (!before) return 'no subscriber'
    const after = applySubscriber(before, fact)
    if (after === before) return 'unsubscribed before'
    const counting = unsubscriptions.plan(unsubscriptionChange(before, after))
    const hash = hashAddress(before.address, secrets.addressPepper)
    return subscribers.save(before, after, hash, undefined, counting)
  })
  logger.info('read', { messageId, meant: plan.kind, result })
}

function findSubscriber(
  plan: Exclude<UnsubscriptionPlan, { kind: 'nobody' }>,
  { addressPepper }: Secrets,
  { subscribers }: Services,
): Promise<Subscriber | undefined> {
  return plan.kind === 'token'
    ? subscribers.get(plan.subscriberId)
    : subscribers.find(hashAddress(plan.address, addressPepper))
}
