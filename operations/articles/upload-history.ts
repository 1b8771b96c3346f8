import type { UploadVersion } from '../../aws/articles/upload-version-store.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import { contentTypeOf } from '../uploads/content-type.ts'
import { checkUpload } from './move-upload.ts'

/** Versions that are listed. The bucket keeps all of the last months. */
const mostVersions = 100

/** Returns the versions of an upload and its deletions, newest first. */
export function readHistory(key: string, uploads: Pick<Stack['uploads'], 'listVersions'>): Promise<UploadVersion[]> {
  return uploads.listVersions(key, mostVersions)
}

/**
 * Uploads an earlier version again, if nobody has uploaded another one since the present one was shown. Nothing is lost:
 * the present version stays in the history.
 * @param present the ETag of the present version; undefined if the upload was deleted
 * @throws {CommandFailure} if the upload has changed, or the bucket has deleted the version
 */
export async function restoreVersion(
  key: string,
  version: string,
  present: string | undefined,
  uploads: Pick<Stack['uploads'], 'openVersion' | 'putOver'>,
): Promise<string> {
  checkUpload(key)
  const bytes = await uploads.openVersion(key, version, maximumArticleBytes + 1)
  if (bytes === undefined) throw new CommandFailure(`This version of ${key} does not exist any more.`)
  if (bytes.length > maximumArticleBytes)
    throw new CommandFailure(`This version of ${key} is too large for an article.`)
  const etag = await uploads.putOver(present, key, bytes, contentTypeOf(key))
  if (etag === undefined) throw new CommandFailure(`${key} was changed in the meantime. Look at its history again.`)
  return etag
}
