import type { SoftBounceStore } from '../../aws/feedback/soft-bounce-store.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { Feedback } from '../../core/feedback/feedback.ts'
import { type FeedbackPlan, suppressAfter } from '../../core/feedback/plan-feedback.ts'
import type { Site } from '../../core/site.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Suppression } from '../../core/subscribers/subscriber.ts'

type Services = {
  readonly site: Site
  readonly suppressions: Pick<SuppressionStore, 'add'>
  readonly softBounces: SoftBounceStore
  readonly secrets: () => Promise<Secrets>
}

/** Suppresses addresses, and counts or clears their soft bounces. */
export async function recordAddresses(
  { deliveryTags, messageId, at }: Feedback,
  { suppressions, softBounces, delivered }: FeedbackPlan,
  services: Services,
  now: Date,
): Promise<void> {
  const { addressPepper } = await services.secrets()
  const hashOf = (address: string) => hashAddress(address, addressPepper)
  const suppress = (hash: string, suppression: Suppression) =>
    services.suppressions.add(hash, { ...suppression, notedAt: now.toISOString() })

  for (const { address, suppression } of suppressions) await suppress(hashOf(address), suppression)
  for (const address of softBounces) {
    const count = await services.softBounces.add(hashOf(address), deliveryTags.issue ?? messageId, now)
    const suppression = suppressAfter(count, services.site.publication.limits.softBounces, at)
    if (suppression) await suppress(hashOf(address), suppression)
  }
  for (const address of delivered) await services.softBounces.clear(hashOf(address))
}
