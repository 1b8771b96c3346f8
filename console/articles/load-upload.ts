import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { ifAllowed } from '../../operations/articles/preview-draft.ts'
import { readMailing } from '../../operations/articles/read-mailing.ts'
import { readSource } from '../../operations/articles/source-text.ts'
import { readHistory } from '../../operations/articles/upload-history.ts'
import type { Stack } from '../../operations/stack.ts'
import type { UploadView } from './article-page.ts'

/** Reads everything about an upload. Undefined if nothing is known under its key. */
export async function loadUpload(
  key: string,
  stack: Stack,
): Promise<(UploadView & { readonly answered: string | undefined }) | undefined> {
  const { uploads, site } = stack
  const { kind } = classifyKey(key)
  const [stored, receipt, history, mailing] = await Promise.all([
    uploads.get(key, maximumArticleBytes),
    findReceipt(key, stack),
    ifAllowed(() => readHistory(key, uploads), []),
    kind === 'article' ? ifAllowed(() => readMailing(key, stack), undefined) : undefined,
  ])
  if (!stored && !receipt) return undefined
  const isText = stored !== undefined && kind !== 'asset' && stored.bytes.length > 0
  return {
    ...{ key, kind, history, mailing, receipt: receipt?.receipt, answered: receipt?.upload },
    present: stored && { etag: stored.etag, size: stored.size },
    source: isText ? readSource({ key, ...stored })?.text : undefined,
    timeZone: site.publication.timeZone,
  }
}

/** Reads the receipt of a key, and the ETag of the upload to which it belongs. */
export async function findReceipt(
  key: string,
  { uploads }: Pick<Stack, 'uploads'>,
): Promise<{ readonly receipt: Receipt; readonly upload: string } | undefined> {
  const stored = await uploads.getReceipt(receiptPath(key, 'json'))
  return stored && { receipt: JSON.parse(stored.body) as Receipt, upload: stored.upload } // ingest-article wrote it
}
