import type { UploadStore } from '../../aws/articles/upload-store.ts'
import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import type { Problem } from '../../core/problem.ts'

type Services = { readonly uploads: Pick<UploadStore, 'look' | 'getReceipt' | 'putReceipt'> }

/**
 * Answers an upload that can never be published, because of its key. Such an upload has no record: the receipt follows from
 * what the bucket contains. Safe to repeat and to run concurrently: it looks again after the receipt is written.
 */
export async function answerStray(
  key: string,
  problem: Problem,
  rejection: string,
  { uploads }: Services,
  now: Date,
): Promise<void> {
  for (;;) {
    const upload = await uploads.look(key)
    const receipt: Receipt = upload
      ? { key, state: 'rejected', problems: [problem], at: upload.storedAt.toISOString() }
      : { key, state: 'withdrawn', problems: [], at: now.toISOString() }
    const isAnswered = !upload && !(await uploads.getReceipt(receiptPath(key, 'json')))?.upload
    if (isAnswered) return
    const stamp = { upload: upload?.etag ?? '', revision: 1 }
    await uploads.putReceipt(receipt, stamp, upload ? rejection : 'Withdrawn.')
    if ((await uploads.look(key))?.etag === upload?.etag) return
  }
}
