import type { Stack } from '../stack.ts'

/** Returns the slugs of all topics that articles have. */
export async function readTopicSlugs({ changes }: Pick<Stack, 'changes'>): Promise<ReadonlySet<string>> {
  const known = await changes.listKnown()
  return new Set(known.flatMap(({ listing }) => (listing.startsWith('topic/') ? [listing.slice('topic/'.length)] : [])))
}
