import type { UploadStore } from '../../aws/articles/upload-store.ts'
import type { UploadFact } from '../../core/articles/apply-upload.ts'
import { isPicture, type Picture, pictureOpening, readPicture } from '../../core/articles/picture.ts'
import type { FileReference } from '../../core/reading/file-reference.ts'

/** Which files an upload refers to are not there, and what is to be known of the pictures that are. */
export async function lookAtFiles(fact: UploadFact, uploads: UploadStore) {
  const files = fact.kind === 'accepted' ? (fact.files ?? []) : []
  const pictures = new Map<string, Picture>()
  const look = async ({ key, path }: FileReference) => {
    if (!isPicture(key)) return uploads.look(key)
    const found = await uploads.open(key, pictureOpening)
    if (found) pictures.set(path, readPicture(key, found.bytes, found.size, found.etag))
    return found
  }
  const there = await Promise.all(files.map(look))
  return { missing: files.filter((_file, index) => !there[index]), pictures }
}
