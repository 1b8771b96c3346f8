import { answeredKey } from '../core/articles/receipt.ts'
import { parseReceipt } from '../core/articles/receipt-schema.ts'
import { isDigestName } from '../core/publication.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import type { Stack } from './stack.ts'

/** Looks at every upload again, and at every receipt whose upload may have gone; the site follows. Answers the keys. */
export async function recheck(stack: Stack): Promise<ReadonlySet<string>> {
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
  for (const digest of Object.keys(stack.site.publication.digests)) {
    if (!isDigestName(digest)) continue
    const [newest] = await stack.issues.list(digest, 1)
    const numbers = Array.from({ length: newest?.number ?? 0 }, (_, index) => index + 1)
    await stack.publish.addAll(numbers.map((number) => ({ kind: 'issue', digest, number })))
  }
  await stack.ingest.addAll([...keys].map((key) => ({ kind: 'check', key })))
  return uploads
}

/** A key that is too long for a path has its receipt under another name. */
async function readKey(path: string, stack: Stack): Promise<string | undefined> {
  if (!path.endsWith('.json')) return undefined
  const found = await stack.uploads.getReceipt(path)
  return found && parseReceipt(found.body)?.key
}
