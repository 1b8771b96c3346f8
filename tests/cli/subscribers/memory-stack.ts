import { addFormerPeppers } from '../../../core/subscribers/hash-keys.ts'
import type { Stack } from '../../../operations/stack.ts'
import type { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'

export type Memory = ReturnType<typeof memoryServices>

/** Returns a stack that keeps its subscribers in memory. The commands on subscribers use only these stores. */
export const stackOf = (memory: Memory) =>
  ({
    ...memory.services,
    addHashKeys: async (keys: readonly string[]) => {
      memory.keys.secrets = addFormerPeppers(memory.keys.secrets, keys)
    },
    changes: { listKnown: async () => [{ listing: 'topic/asia' }, { listing: 'topic/china' }] },
  }) as unknown as Stack // see above

export const addressesIn = (memory: Memory) => [...memory.subscribers.values()].map(({ address }) => address)
