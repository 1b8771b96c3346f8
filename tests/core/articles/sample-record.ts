import { applyUpload } from '../../../core/articles/apply-upload.ts'
import type { Article, UploadRecord } from '../../../core/articles/article.ts'
import type { UploadFact } from '../../../core/articles/upload-fact.ts'
import { parse, site } from '../reading/sample.ts'

export const at = '2026-03-01T08:00:00.000Z'
export const key = 'articles/a.md'
export const page = 'https://gazette.example/articles/t/'
export const good = '---\ntitle: T\ndate: 2026-01-01\nsummary: S\n---\nText'

/** Returns the record after an upload of a text. */
export function recordOf(text: string, previous?: UploadRecord, sequencer = '1'): UploadRecord {
  const parsed = parse('a.md', text)
  const fact: UploadFact = parsed.accepted
    ? { kind: 'accepted', key, sequencer, at, ...parsed, contentHash: 'h', words: 1 }
    : { kind: 'rejected', key, sequencer, at, problems: parsed.problems }
  return applyUpload(previous, fact, site)
}

type Changes = Partial<Omit<UploadRecord, 'article'>> & { readonly article?: Partial<Article> }

/** Returns the record of a published article with some changes. */
export function changedRecord({ article, ...changes }: Changes = {}): UploadRecord {
  const record = recordOf(good)
  if (!record.article) throw new Error('The sample is not accepted')
  return { ...record, ...changes, article: { ...record.article, ...article } }
}
