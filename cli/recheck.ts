import type { Listing } from '../core/articles/listing.ts'
import { answeredKey } from '../core/articles/receipt.ts'
import { parseReceipt } from '../core/articles/receipt-schema.ts'
import { isDigestName } from '../core/configured-names.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import type { Stack } from './stack.ts'

/** Reads every upload again and renders every file of the site again, so that it matches the running version. */
export async function recheckAll(stack: Stack): Promise<void> {
  await recheckClosedDocuments(await listClosedDocuments(stack), stack)
  await recheckUploads(stack)
}

/**
 * Reads every upload again, and the key in every receipt, because its upload may have been deleted. Renders the static
 * files and the issue pages again. Returns the keys of the uploads.
 */
export async function recheckUploads(stack: Stack): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for (const prefix of ['articles/', 'backfill/']) {
    for await (const key of stack.uploads.list(prefix)) if (classifyKey(key).kind !== 'ignored') keys.add(key)
  }
  const uploads = new Set(keys)
  for await (const path of stack.uploads.list('receipts/')) {
    const key = answeredKey(path) ?? (await readKey(path, stack))
    if (key !== undefined) keys.add(key)
  }
  await stack.publish.add({ kind: 'static' })
  await recheckIssues(stack)
  await stack.ingest.addAll([...keys].map((key) => ({ kind: 'check', key })))
  return uploads
}

async function recheckIssues({ site, issues, publish }: Stack): Promise<void> {
  for (const digest of Object.keys(site.publication.digests).filter(isDigestName)) {
    const [newest] = await issues.list(digest, 1)
    const numbers = Array.from({ length: newest?.number ?? 0 }, (_, index) => index + 1)
    await publish.addAll(numbers.map((number) => ({ kind: 'issue', digest, number })))
  }
}

/** Reads the key from a receipt. If a key is too long for a path, the name of its receipt does not contain it. */
async function readKey(path: string, stack: Stack): Promise<string | undefined> {
  if (!path.endsWith('.json')) return undefined
  const receipt = await stack.uploads.getReceipt(path)
  return receipt && parseReceipt(receipt.body)?.key
}

/** A feed, with the number of its closed documents. */
type ClosedDocuments = { readonly listing: Listing; readonly documents: number }

/** Lists the feeds that have closed documents. */
export async function listClosedDocuments({ changes, archives }: Stack): Promise<readonly ClosedDocuments[]> {
  const listings = await changes.listKnown()
  const feeds = await Promise.all(
    listings.map(async ({ listing }) => ({ listing, documents: (await archives.get(listing)).documents })),
  )
  return feeds.filter(({ documents }) => documents > 0)
}

/** Writes closed documents again, because reading the uploads again does not update all of them. */
export async function recheckClosedDocuments(feeds: readonly ClosedDocuments[], { publish }: Stack): Promise<void> {
  for (const { listing, documents } of feeds) {
    const numbers = Array.from({ length: documents }, (_, index) => index + 1)
    await publish.addAll(numbers.map((document) => ({ kind: 'archive', listing, document })))
  }
}
