import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { endBlock } from '../../core/subscribers/suppression.ts'
import type { Stack } from '../stack.ts'
import { readHash } from './find-subscriber.ts'

/** Blocks an address. A complaint stays what it is, because it is never lifted. A bounce remains below the block. */
export async function blockAddress(typed: string, stack: Stack) {
  const { address, hash } = await readHash(typed, stack)
  const at = new Date().toISOString()
  await stack.suppressions.add(hash, { reason: 'operator', at, notedAt: at })
  return { address }
}

/** Lifts a block only. If the address also bounced, it stays suppressed for that. */
export async function unblockAddress(typed: string, stack: Stack) {
  const { address, hash } = await readHash(typed, stack)
  const { wasBlocked, after } = await saveWithRetry(async () => {
    const before = await stack.suppressions.get(hash)
    if (before?.reason !== 'operator') return { wasBlocked: false, after: before }
    const after = endBlock(before)
    const { suppressions } = stack
    const result = await (after ? suppressions.replace(hash, before, after) : suppressions.remove(hash, before))
    return result === 'saved' ? { wasBlocked: true, after } : 'superseded'
  })
  return { address, wasBlocked, after }
}
