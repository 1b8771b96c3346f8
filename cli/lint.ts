import type { Command } from 'commander'
import { readPublication } from '../build/read-publication.ts'
import { lintUpload } from '../core/articles/lint-upload.ts'
import { describeProblem } from '../core/articles/receipt-text.ts'
import { configuredUrl } from '../core/publication.ts'
import type { Site } from '../core/site.ts'
import { type PublishOptions, readUpload } from './publish.ts'
import { createReport, type Report } from './report.ts'

export function define(command: Command): void {
  command
    .description('check articles without uploading them, as their receipts would')
    .argument('<file...>')
    .option('--backfill', 'check them as an archive that is being imported')
    .action((files: string[], options: PublishOptions) =>
      lint(files, options, createReport(command.optsWithGlobals().json ?? false)),
    )
}

/** Reports the problems that the receipts of files would list, without uploading them. Needs no running stack. */
async function lint(files: readonly string[], options: PublishOptions, report: Report): Promise<void> {
  const publication = await readPublication()
  // Receipts list no problem that depends on the site's address.
  const site: Site = { publication, url: configuredUrl(publication) ?? 'https://site.invalid' }
  const at = new Date().toISOString()
  const results = await Promise.all(
    files.map(async (file) => ({ file, problems: lintUpload(await readUpload(file, options), site, at) })),
  )
  const lines = results.map(({ file, problems }) =>
    problems.length === 0 ? `${file}: no problems` : [`${file}:`, ...problems.map(describeProblem)].join('\n'),
  )
  report.answer(results, lines)
  if (results.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))) process.exitCode = 1
}
