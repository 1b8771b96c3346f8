import type { Edits } from './guards.ts'

/** The shards of subscribers in the version of the Lambdas that most cases run. Empty ones only cost calls. */
export const fewShards: readonly string[] = [...'0abf']

/** Replaces the 16 shards. Ids that begin otherwise belong to the shard `a`. */
export const fewShardsEdits: Edits = [
  ['core/subscribers/subscriber.ts', "[...'0123456789abcdef']", `[...'${fewShards.join('')}']`],
  [
    'core/subscribers/subscriber.ts',
    'return subscriberId.slice(0, 1)',
    `return /^[${fewShards.join('')}]/.exec(subscriberId)?.[0] ?? 'a'`,
  ],
]
