import { type Command, Option } from 'commander'
import { readPublication } from '../build/read-publication.ts'
import { configuredUrl } from '../core/publication.ts'
import type { Site } from '../core/site.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import { findContent, type Placement } from '../operations/uploads/content-files.ts'
import { annotate, describe, summarize } from '../operations/uploads/describe-results.ts'
import { rehearseContent } from '../operations/uploads/rehearse-content.ts'
import { createReport } from './report.ts'

type LintOptions = Placement & {
  readonly format?: 'text' | 'json' | 'github'
  /** A number. */
  readonly maxWarnings?: string
}

export function define(command: Command): void {
  command
    .description('check files and folders without uploading them: show the problems that their receipts would list')
    .argument('<path...>')
    .option('--backfill', 'check them as an archive that is being imported')
    .option('--folder <path>', 'folder below articles/ or backfill/')
    .option('--max-warnings <count>', 'fail if there are more warnings than this')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['text', 'json', 'github']))
    .addHelpText('after', help)
    .action((paths: string[], options: LintOptions) =>
      lint(paths, options, command.optsWithGlobals().json ? 'json' : (options.format ?? 'text')),
    )
}

const help = `
Exit code: 0 without errors, 1 with errors or too many warnings, 2 if the arguments are wrong.

Examples:
  postrider lint letter.md
  postrider lint content                           a folder with articles/ and backfill/ in it
  postrider lint --backfill old-blog/posts
  postrider lint content --format github           annotations in a workflow of GitHub Actions`

/** Shows the receipts of files without uploading them. Needs no running stack. */
async function lint(paths: readonly string[], options: LintOptions, format: 'text' | 'json' | 'github'): Promise<void> {
  const most = options.maxWarnings === undefined ? Number.POSITIVE_INFINITY : readMost(options.maxWarnings)
  const publication = await readPublication()
  // Receipts list no problem that depends on the site's address.
  const site: Site = { publication, url: configuredUrl(publication) ?? 'https://site.invalid' }
  const content = findContent(paths, options)
  if (content.files.length + content.unusable.length === 0) {
    throw new CommandFailure(`There are no files in ${paths.join(', ')}.`, 2)
  }
  const results = rehearseContent(content, site, new Date())
  const summary = summarize(results, content.leftOut)
  const lines = format === 'github' ? annotate(results) : describe(results)
  createReport(format === 'json').answer(results, [...lines, ...summary.lines])
  if (summary.errors > 0 || summary.warnings > most) process.exitCode = 1
}

function readMost(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new CommandFailure(`--max-warnings takes a number from 0 up, not ${text}.`, 2)
}
