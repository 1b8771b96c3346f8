import type { SoftBounceStore } from '../../aws/feedback/soft-bounce-store.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import type { Feedback } from '../../core/feedback/feedback.ts'
import { type FeedbackPlan, suppressAfter } from '../../core/feedback/plan-feedback.ts'
import { addDelivery, addSoftBounce, isOverruled, type Sent } from '../../core/feedback/soft-bounces.ts'
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

/** Suppresses addresses, and counts their soft bounces. */
export async function recordAddresses(
  { deliveryTags, sentAt, at }: Feedback,
  { suppressions, softBounces, delivered }: FeedbackPlan,
  services: Services,
  now: Date,
): Promise<void> {
  const { addressPepper } = await services.secrets()
  const hashOf = (address: string) => hashAddress(address, addressPepper)
  const suppress = (hash: string, suppression: Suppression) =>
    services.suppressions.add(hash, { ...suppression, notedAt: now.toISOString() })

  for (const { address, suppression } of suppressions) {
    const hash = hashOf(address)
    if (suppression.reason === 'complaint' || !isOverruled((await services.softBounces.get(hash))?.row, at))
      await suppress(hash, suppression)
  }
  const sent = { issue: deliveryTags.issue ?? '', sentAt }
  for (const address of softBounces) {
    const count = await countSoftBounce(hashOf(address), { ...sent, at }, services, now)
    const suppression = suppressAfter(count, services.site.publication.limits.softBounces, at)
    if (suppression) await suppress(hashOf(address), suppression)
  }
  for (const address of delivered) await noteDelivery(hashOf(address), sent, services, now)
}

/** Returns how many issues have bounced in a row. */
async function countSoftBounce(
  hash: string,
  { at, ...sent }: Sent & { readonly at: string },
  { softBounces }: Services,
  now: Date,
): Promise<number> {
  return saveWithRetry(async () => {
    const before = await softBounces.get(hash)
    if (isOverruled(before?.row, at)) return 0
    const after = addSoftBounce(before?.row, sent)
    if (after === before?.row) return after.issues.length
    return (await softBounces.save(hash, before, after, now)) === 'saved' ? after.issues.length : 'superseded'
  })
}

async function noteDelivery(hash: string, sent: Sent, { softBounces }: Services, now: Date): Promise<void> {
  if (!(await softBounces.get(hash, false))) return
  await saveWithRetry(async () => {
    const before = await softBounces.get(hash)
    const after = before && addDelivery(before.row, sent)
    return after === before?.row ? 'saved' : softBounces.save(hash, before, after, now)
  })
}
