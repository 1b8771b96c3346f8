import { readUpload } from '../../../../core/articles/read-upload.ts'
import type { ArticleBody } from '../../../../core/html/body.ts'
import type { Problem } from '../../../../core/problem.ts'
import { parse, site } from '../sample.ts'

/** Reads Markdown as an upload that is the only one. Its first line is line 6. */
function upload(markdown: string, fields: string) {
  const bytes = Buffer.from(`---\ntitle: T\ndate: 2026-03-31\nsummary: S\n${fields}---\n${markdown}\n`)
  const source = { key: 'articles/a.md', bytes, size: bytes.length, contentType: undefined }
  const { body, fact } = readUpload(source, { sequencer: '1', at: '2026-04-01T00:00:00Z' }, undefined, 0, site)
  if (fact.kind !== 'accepted' || body === undefined) throw new Error(`not accepted: ${JSON.stringify(fact)}`)
  return { body, problems: fact.problems }
}

/** Renders Markdown for each use. @param fields lines of front matter */
export function bodyOf(markdown: string, fields = ''): ArticleBody {
  return upload(markdown, fields).body
}

/** Renders Markdown for feeds. */
export function feedOf(markdown: string, fields = ''): string {
  return bodyOf(markdown, fields).feed
}

/** Returns the problems of Markdown whose first line is line 6 of the upload. */
export function problemsOf(markdown: string): readonly Problem[] {
  return upload(`${markdown}\n\nText below it.`, '').problems
}

/** Returns the errors for which Markdown is rejected. */
export function rejectionsOf(markdown: string): readonly Problem[] {
  const { problems } = parse('a.md', `---\ntitle: T\ndate: 2026-03-31\nsummary: S\n---\n${markdown}\n`)
  return problems.filter(({ severity }) => severity === 'error')
}
