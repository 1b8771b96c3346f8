import { warning } from '../problem.ts'
import type { FileReference } from '../reading/file-reference.ts'
import type { UploadFact } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { uploadAs } from './place-file.ts'

/** What is to be known besides an upload itself: files that it refers to and that are not there, and who had its content. */
export type Surroundings = {
  readonly missing: readonly FileReference[]
  /** Records of other articles that have had the same content. */
  readonly holders: readonly UploadRecord[]
}

/** An article that appears for the first time takes the place of whichever went live first with the same content. */
export function completeFact(fact: UploadFact, { missing, holders }: Surroundings): UploadFact {
  if (fact.kind !== 'accepted') return fact
  const live = holders.flatMap(({ id, key, article }) =>
    article?.liveAt !== undefined && key !== fact.key ? [{ id, liveAt: article.liveAt }] : [],
  )
  const [predecessor] = live.sort((a, b) => a.liveAt.localeCompare(b.liveAt) || a.id.localeCompare(b.id))
  return { ...fact, problems: [...fact.problems, ...missing.map(missingFile)], predecessor }
}

function missingFile({ key, path }: FileReference) {
  return warning('missing-file', `The file ${path} is not there yet.`, { fix: uploadAs(key) })
}
