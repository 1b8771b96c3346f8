import { readPublication } from '../build/read-publication.ts'
import { lintUpload } from '../core/articles/lint-upload.ts'
import { describeProblem } from '../core/articles/receipt-text.ts'
import type { Site } from '../core/site.ts'
import { openUpload, type PublishOptions } from './publish.ts'
import type { Report } from './report.ts'

/** Says of files what their receipts would say, without uploading them. No stack has to run. */
export async function lint(files: readonly string[], options: PublishOptions, report: Report): Promise<void> {
  const publication = await readPublication()
  const site: Site = { publication, url: publication.siteUrl.replace(/\/+$/, '') }
  const at = new Date().toISOString()
  const findings = await Promise.all(
    files.map(async (file) => ({ file, problems: lintUpload(await openUpload(file, options), site, at) })),
  )
  const lines = findings.map(({ file, problems }) =>
    problems.length === 0 ? `${file}: nothing to look at` : [`${file}:`, ...problems.map(describeProblem)].join('\n'),
  )
  report.answer(findings, lines)
  if (findings.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))) process.exitCode = 1
}
