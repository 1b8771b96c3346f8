import { type FileReference, fileReference } from '../reading/file-reference.ts'
import type { Image } from '../reading/manuscript.ts'
import type { Picture } from './picture.ts'
import type { AcceptedFact } from './upload-fact.ts'

/** An image that may lead an article. */
export type Lead = {
  readonly image: Image
  /** The file, if it is one beside the article. */
  readonly picture?: Picture | undefined
}

/** Makes the first image that exists the lead image of an article. */
export function withLeadImage(fact: AcceptedFact, missing: readonly FileReference[]): AcceptedFact {
  if (fact.leads === undefined) return fact
  const absent = new Set(missing.map(({ key }) => key))
  const lead = fact.leads.find(({ image }) => !absent.has(fileReference(image.url, fact.key)?.key ?? ''))
  return { ...fact, manuscript: { ...fact.manuscript, image: lead?.image }, picture: lead?.picture }
}
