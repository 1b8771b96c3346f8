import type { ArticleBody } from '../html/body.ts'
import { type Problem, warning } from '../problem.ts'

/** Bytes. Gmail clips a mail at about 102 KB; a digest has other articles beside this one. */
const largestInMail = 90_000

/** Whether the article by itself would fill a mail beyond what mail programs show. */
export function lintMail({ email }: ArticleBody): readonly Problem[] {
  const bytes = Buffer.byteLength(email)
  if (bytes <= largestInMail) return []
  const message = `As a mail the article has ${Math.round(bytes / 1000)} KB; Gmail cuts mails off at 102 KB.`
  return [warning('large-mail', message, { fix: 'Split the article, or take out long tables and code.' })]
}
