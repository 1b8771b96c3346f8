import type { UploadRecord } from '../articles/article.ts'
import { classifyKey } from '../reading/upload-key.ts'

/**
 * Returns the keys of articles that are no longer among the uploads, or whose record was lost.
 * @param answered keys that have a receipt
 */
export function planRechecks(answered: readonly string[], records: readonly UploadRecord[]): readonly string[] {
  const states = new Map(records.map(({ key, state }) => [key, state]))
  const isGone = (key: string) => (states.get(key) ?? 'withdrawn') === 'withdrawn'
  return answered.filter((key) => classifyKey(key).kind === 'article' && isGone(key))
}
