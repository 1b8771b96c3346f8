import { classifyKey } from '../reading/upload-key.ts'
import type { UploadRecord } from './article.ts'
import { recheckFilesFor } from './limits.ts'

/** An object in the uploads bucket, as ListObjectsV2 describes it. */
export type ListedUpload = { readonly key: string; readonly etag: string; readonly storedAt: Date }

/**
 * Returns the keys of uploads that differ from their records, because an event was lost or has not arrived yet. Files
 * beside articles and strays have no record, so recently stored ones are always checked.
 */
export function planChecks(
  listed: readonly ListedUpload[],
  records: ReadonlyMap<string, UploadRecord>,
  now: Date,
): readonly string[] {
  return listed.flatMap(({ key, etag, storedAt }) => {
    const { kind } = classifyKey(key)
    const record = records.get(key)
    const isProcessed = record?.etag === etag && record.state !== 'withdrawn'
    const isRecent = now.getTime() - storedAt.getTime() < recheckFilesFor
    const needsCheck = kind === 'article' ? !isProcessed : (kind === 'asset' || kind === 'stray') && isRecent
    return needsCheck ? [key] : []
  })
}

/**
 * Returns the keys of uploads whose deletion was not processed, because its event was lost or has not arrived yet.
 * @param answered keys that have a receipt
 * @param present keys that are in the bucket
 */
export function planWithdrawals(
  answered: readonly string[],
  present: ReadonlySet<string>,
  records: ReadonlyMap<string, UploadRecord>,
): readonly string[] {
  return answered.filter((key) => {
    if (present.has(key)) return false
    const record = records.get(key)
    return /asset|stray/.test(classifyKey(key).kind) || (record !== undefined && record.state !== 'withdrawn')
  })
}
