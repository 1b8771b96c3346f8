import type { AddressHashes } from '../../core/subscribers/hash-keys.ts'
import type { SuppressionStore } from '../feedback/suppression-store.ts'
import { saveWithRetry } from '../save-with-retry.ts'

/**
 * Moves what is stored about an address under hashes with former keys to its present hash, so that nothing else needs the
 * former keys. Safe to repeat: it adds before it removes.
 */
export async function adoptSuppression(
  { hash, former }: AddressHashes,
  suppressions: Pick<SuppressionStore, 'get' | 'add' | 'remove'>,
): Promise<void> {
  for (const each of former) {
    await saveWithRetry(async () => {
      const found = await suppressions.get(each)
      if (!found) return 'saved'
      await suppressions.add(hash, found)
      return suppressions.remove(each, found)
    })
  }
}
