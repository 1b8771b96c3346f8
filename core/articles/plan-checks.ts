import { classifyKey } from '../reading/upload-key.ts'
import type { UploadRecord } from './article.ts'

/** An object of the uploads bucket as a list shows it. */
export type ListedUpload = { readonly key: string; readonly etag: string; readonly storedAt: Date }

/** Milliseconds: longer than it takes until the uploads are compared again. */
const recently = 3 * 60 * 60 * 1000

/**
 * Uploads that the records do not tell of, because an event was lost or is still on its way. Files beside articles have
 * no record: those of the last hours are looked at again.
 */
export function planChecks(
  listed: readonly ListedUpload[],
  records: ReadonlyMap<string, UploadRecord>,
  now: Date,
): readonly string[] {
  return listed.flatMap(({ key, etag, storedAt }) => {
    const { kind } = classifyKey(key)
    const record = records.get(key)
    const known = record?.etag === etag && record.state !== 'withdrawn'
    const isDue = kind === 'article' ? !known : kind === 'asset' && now.getTime() - storedAt.getTime() < recently
    return isDue ? [key] : []
  })
}

/** Answered uploads that have gone although nobody was told. */
export function planWithdrawals(
  answered: readonly string[],
  there: ReadonlySet<string>,
  records: ReadonlyMap<string, UploadRecord>,
): readonly string[] {
  return answered.filter((key) => {
    if (there.has(key)) return false
    const record = records.get(key)
    return classifyKey(key).kind === 'asset' || (record !== undefined && record.state !== 'withdrawn')
  })
}
