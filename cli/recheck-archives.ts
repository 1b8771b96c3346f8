import type { Listing } from '../core/articles/listing.ts'
import type { Stack } from './stack.ts'

type ListingArchive = { readonly listing: Listing; readonly documents: number }

/** The feeds that have closed documents. */
export async function listArchives({ changes, archives }: Stack): Promise<readonly ListingArchive[]> {
  const known = await changes.listKnown()
  const found = await Promise.all(
    known.map(async ({ listing }) => ({ listing, documents: (await archives.get(listing)).documents })),
  )
  return found.filter(({ documents }) => documents > 0)
}

/** Has the closed documents written again: no upload leads to all that is in them. */
export async function recheckArchives(found: readonly ListingArchive[], { publish }: Stack): Promise<void> {
  for (const { listing, documents } of found) {
    const numbers = Array.from({ length: documents }, (_, index) => index + 1)
    await publish.addAll(numbers.map((document) => ({ kind: 'archive', listing, document })))
  }
}
