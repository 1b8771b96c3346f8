import { classifyKey } from '../core/articles/upload-key.ts'
import type { Stack } from './connect.ts'
import type { Report } from './report.ts'

/** Looks at every upload again, and at every receipt whose upload may have gone; the site follows. Mails nobody. */
export async function rebuild(stack: Stack, report: Report): Promise<void> {
  const keys = new Set<string>()
  for (const prefix of ['articles/', 'backfill/']) {
    for await (const key of stack.uploads.list(prefix)) if (classifyKey(key).kind === 'article') keys.add(key)
  }
  for await (const path of stack.uploads.list('receipts/')) {
    if (path.endsWith('.json')) keys.add(path.slice('receipts/'.length, -'.json'.length))
  }
  await stack.publish.add({ kind: 'static' })
  await stack.ingest.addAll([...keys].map((key) => ({ kind: 'check', key })))
  report.answer({ checking: keys.size }, [`Looking at ${keys.size} uploads again; the site follows by itself.`])
}
