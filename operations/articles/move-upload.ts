import type { UploadStore } from '../../aws/articles/upload-store.ts'
import { longestKeyBytes } from '../../core/articles/limits.ts'
import { type FileReference, fileReference } from '../../core/reading/file-reference.ts'
import { maximumArticleBytes, maximumFileBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { CommandFailure } from '../command-failure.ts'
import { contentTypeOf } from '../uploads/content-type.ts'

type Uploads = Pick<UploadStore, 'get' | 'look' | 'putOver' | 'removeOver' | 'remove'>

/** A file beside an article that goes with it. */
type Companion = { readonly from: string; readonly to: string }

/**
 * Returns why an article cannot be uploaded under a key; undefined if it can.
 * @param key of the article
 */
export function refuseArticleKey(key: string): string | undefined {
  const role = classifyKey(key)
  if (/[\p{Cc}]|\/\/|(^|\/)\.\.?(\/|$)/u.test(key)) return 'A path has no empty names, “..” or control characters.'
  if (Buffer.byteLength(key) > longestKeyBytes) return `A path has at most ${longestKeyBytes} bytes.`
  if (role.kind !== 'article') return 'An article is below articles/ or backfill/, and ends in .md, .txt or .html.'
  if (role.format === undefined) return 'An article ends in .md, .txt or .html.'
  return undefined
}

/** Returns the files that go along, so that the addresses in the article still lead to them. */
export function companionsOf(from: string, to: string, files: readonly FileReference[]): readonly Companion[] {
  const folder = from.slice(0, from.lastIndexOf('/') + 1)
  return files.flatMap((file) => {
    if (!file.key.startsWith(folder)) return []
    const moved = fileReference(`./${file.key.slice(folder.length).split('/').map(encodeURIComponent).join('/')}`, to)
    return moved && moved.key !== file.key ? [{ from: file.key, to: moved.key }] : []
  })
}

/**
 * Moves an article: uploads it under the new key, and then deletes the old one. It keeps its guid, its address and its
 * place in the feeds. Files beside it are copied first.
 * @param etag of the version that was shown to the person
 * @throws {CommandFailure} if the new key is taken or not allowed, or the article was changed; nothing is lost then
 */
export async function moveArticle(
  {
    from,
    to,
    etag,
    files,
  }: { readonly from: string; readonly to: string; readonly etag: string; readonly files: readonly FileReference[] },
  uploads: Uploads,
): Promise<void> {
  const isArticle = classifyKey(from).kind === 'article'
  const refusal = from === to ? 'This is the path that it has.' : isArticle ? refuseArticleKey(to) : 'It is no article.'
  if (refusal) throw new CommandFailure(`${from} was not moved. ${refusal}`)
  const present = await uploads.get(from, maximumArticleBytes)
  if (present?.etag !== etag) throw new CommandFailure(`${from} was changed in the meantime. Look at it again.`)
  if (await uploads.look(to)) throw new CommandFailure(`${from} was not moved: there is an upload ${to} already.`)
  for (const companion of companionsOf(from, to, files)) await copyFile(companion, uploads)
  const moved = await uploads.putOver(undefined, to, present.bytes, contentTypeOf(to))
  if (moved === undefined) throw new CommandFailure(`${from} was not moved: there is an upload ${to} already.`)
  if (!(await uploads.removeOver(etag, from))) {
    throw new CommandFailure(`${from} was changed while it was moved, so it is still there, beside ${to}.`)
  }
}

/** Copies a file, unless there is one. */
async function copyFile({ from, to }: Companion, uploads: Uploads): Promise<void> {
  const file = await uploads.get(from, maximumFileBytes)
  if (file) await uploads.putOver(undefined, to, file.bytes, file.contentType ?? contentTypeOf(to))
}

/** @throws {CommandFailure} for the key of a receipt, which editors do not change */
export function checkUpload(key: string): void {
  if (!isUpload(key)) throw new CommandFailure(`${key} is no upload of an editor.`)
}

export function isUpload(key: string): boolean {
  return key !== '' && classifyKey(key).kind !== 'ignored'
}

/**
 * Withdraws an upload: deletes it, if nobody has uploaded another version since it was shown. Its history stays.
 * @throws {CommandFailure} if it was changed, or is no upload
 */
export async function withdrawUpload(key: string, etag: string, uploads: Pick<Uploads, 'removeOver'>): Promise<void> {
  checkUpload(key)
  if (await uploads.removeOver(etag, key)) return
  throw new CommandFailure(`${key} was changed in the meantime. Look at it again before you withdraw it.`)
}
