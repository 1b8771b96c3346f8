import { type Delivery, deliveryTags } from '../deliveries/delivery.ts'
import type { Mail } from '../mail/submission.ts'
import type { Site } from '../site.ts'
import { composeNoticeMail } from '../subscribers/compose-notice-mail.ts'
import type { Secrets } from '../subscribers/secrets.ts'
import type { Subscriber } from '../subscribers/subscriber.ts'

/** Writes the mail that asks a reader whether they still want the digest. */
export function writePermissionMail(
  site: Site,
  delivery: Pick<Delivery, 'issueId' | 'subscriberId'>,
  reader: Subscriber,
  secrets: Secrets,
  now: Date,
): Mail {
  const { issueId, subscriberId } = delivery
  const request = { subscriberId, requestId: `${issueId.replace('_', '-')}-${subscriberId}`, notice: 'stay' } as const
  return { ...composeNoticeMail(site, reader, request, secrets, now), tags: deliveryTags(delivery) }
}
