import path from 'node:path'
import type { Command } from 'commander'
import type { UploadStore } from '../aws/articles/upload-store.ts'
import type { Receipt } from '../core/articles/receipt.ts'
import { renderReceiptText } from '../core/articles/receipt-text.ts'
import { isLeftover } from '../core/reading/held-back.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { wrongFolder } from '../core/reading/wrong-folder.ts'
import { countOf } from '../core/text/count-of.ts'
import { CommandFailure, exitCodes } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { awaitReceipts } from '../operations/uploads/await-receipt.ts'
import { findCompanions } from '../operations/uploads/companion-files.ts'
import { type ContentFile, findContent, type Placement } from '../operations/uploads/content-files.ts'
import {
  inUploadOrder,
  isArticle,
  type PlannedFile,
  planFiles,
  uploadFile,
} from '../operations/uploads/publish-files.ts'
import { type Ask, terminal } from './ask.ts'
import { onStack } from './connect.ts'
import { interrupted, interruptible } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { describeReplacement } from './publish/describe-replacement.ts'
import { type Report, table } from './report.ts'

type PublishOptions = Placement & {
  readonly yes?: boolean
  /** Another name of `yes`. */
  readonly replace?: boolean
  readonly no?: boolean
  readonly dryRun?: boolean
}

export function define(command: Command): void {
  command
    .description('upload articles with their pictures, and show their receipts')
    .argument('<path...>', 'files and folders')
    .option('--backfill', 'import them as an archive: they are never mailed')
    .option('--folder <path>', 'folder below articles/ or backfill/')
    .option('--yes', 'replace different articles of the same path without asking')
    .option('--no', 'keep different articles of the same path without asking, and upload the rest')
    .option('--dry-run', 'show what would be uploaded, and change nothing')
    .addOption(command.createOption('--replace').hideHelp())
    .addHelpText('after', help)
    .action(
      onStack((stack, report, paths: string[], options: PublishOptions) =>
        interruptible((signal) =>
          publish(paths, options, {
            ...{ stack, report, signal },
            ask: command.optsWithGlobals().json ? undefined : terminal(),
          }),
        ),
      ),
    )
}

const help = `
Several files keep the folders below the one that they have in common, and everything keeps its place below a folder
named articles or backfill. Pictures and files to which the articles refer are uploaded, too. Files that have not
changed are not uploaded again. Hidden files in folders, and files that programs made for themselves, are left out. A
path that has a different article already is never replaced without a question.

Exit code: 0 done, 1 if an upload is rejected or was not replaced, 3 if receipts are still missing, 130 after Ctrl-C.

Examples:
  postrider publish letter.md
  postrider publish site/articles                   a folder with everything in it
  postrider publish bath/index.md york/index.md     as articles/bath/index.md and articles/york/index.md
  postrider publish --folder 2026/letters letter.md
  postrider publish --dry-run site`

type Circumstances = {
  readonly stack: Pick<Stack, 'site'> & { readonly uploads: UploadStore }
  readonly report: Report
  /** Undefined if nobody can answer. */
  readonly ask: Ask | undefined
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal
}

/** What has happened to a file, with the receipt of its upload if there is one. */
type Outcome = { readonly file: string; readonly key: string; readonly outcome: string } & Partial<Receipt>

/** Uploads files as an editor would, and shows the receipt of each article. */
export async function publish(paths: readonly string[], options: PublishOptions, circumstances: Circumstances) {
  const { stack, report, signal } = circumstances
  const { files, unusable, leftovers } = findFiles(paths, options)
  const strays = files.filter(({ key }) => classifyKey(key).kind === 'stray')
  const wrong = [...unusable, ...strays.map(({ file, key }) => ({ file, problem: wrongFolder(key) }))]
  if (wrong.length > 0) throw notUploaded(wrong.map(({ file, problem }) => `${file}: ${problem.message}`))
  const companions = findCompanions(files, stack.site, new Date())
  const notes = [
    ...leftovers.map((file) => `Not uploaded, because it is hidden or made by a program for itself: ${file}`),
    ...companions.outside.map((file) => `Not uploaded, because it is outside of the articles' folder: ${file}`),
  ]
  const planned = inUploadOrder(await plan([...files, ...companions.files], stack))
  const kept = await keepSome(planned, options, circumstances)
  if (options.dryRun) return reportPlan(planned, kept, notes, report)
  const chosen = planned.filter(({ key, plan }) => plan !== 'same' && !kept.has(key))
  const { uploaded, failure } = await uploadAll(chosen, circumstances)
  const receipts = await receiptsOf(planned, uploaded, circumstances)
  const outcomes = planned.map((each): Outcome => {
    const { file, key } = each
    return { file, outcome: outcomeOf(each, kept, uploaded), ...receipts.get(key), key }
  })
  const articlesFirst = outcomes.toSorted((a, b) => Number(isArticle(b)) - Number(isArticle(a)))
  const missing = uploaded.size > 0 ? chosen.filter((each) => isArticle(each) && !receipts.has(each.key)) : []
  const lines = [...notes, ...articlesFirst.flatMap((each) => describe(each, outcomes.length)), summarize(outcomes)]
  report.answer(articlesFirst, lines)
  if (failure) throw failure
  if (signal?.aborted) {
    process.stderr.write(
      `Stopped after ${uploaded.size} of ${countOf(chosen.length, 'file')}. What was uploaded is published. Run the command again to upload the rest.\n`,
    )
    process.exitCode = interrupted
  } else if (missing.length > 0) {
    const message = `${countOf(missing.length, 'article')} uploaded without a receipt so far, such as ${missing[0]?.key}. Look at them later with \`npx postrider receipts\`.`
    throw new CommandFailure(message, exitCodes.notDoneYet)
  } else if (kept.size > 0 || outcomes.some(({ state }) => state === 'rejected')) {
    process.exitCode = exitCodes.failed
  }
}

/** Finds the files of paths. Folders are searched without what nobody means to publish, such as `.DS_Store`. */
function findFiles(paths: readonly string[], placement: Placement) {
  const content = findContent(paths, placement)
  const given = new Set(paths.map((each) => path.resolve(each)))
  const [files, leftovers] = [false, true].map((which) =>
    content.files.filter(({ file, key }) => (isLeftover(key) && !given.has(path.resolve(file))) === which),
  ) as [ContentFile[], ContentFile[]] // one for each
  if (files.length + content.unusable.length === 0)
    throw new CommandFailure(`There are no files to publish in ${paths.join(', ')}.`, exitCodes.misused)
  return { files, unusable: content.unusable, leftovers: leftovers.map(({ file }) => file) }
}

async function plan(files: readonly ContentFile[], stack: Circumstances['stack']): Promise<readonly PlannedFile[]> {
  const progress = createProgress('files compared', process.stderr, performance.now())
  const planned = await planFiles(files, stack, (done) =>
    progress.show({ done, total: files.length }, performance.now()),
  )
  progress.clear()
  return planned
}

/**
 * Asks which different articles to replace, and returns the keys of the others.
 * @throws {CommandFailure} if nobody can answer
 */
async function keepSome(
  planned: readonly PlannedFile[],
  { yes, replace, no, dryRun }: PublishOptions,
  { ask }: Circumstances,
): Promise<ReadonlySet<string>> {
  if (no && (yes || replace)) throw new CommandFailure('Use either --yes or --no.', exitCodes.misused)
  const questions = planned.flatMap(({ file, key, replacement }) =>
    replacement ? [{ key, question: describeReplacement(replacement, file) }] : [],
  )
  if (yes || replace || questions.length === 0) return new Set()
  if (no || dryRun) return new Set(questions.map(({ key }) => key))
  if (!ask) {
    const fix =
      'Rename the file, give it another folder with --folder, replace what is there with --yes, or upload the others with --no.'
    throw notUploaded([...questions.map(({ question }) => question), fix])
  }
  const kept = new Set<string>()
  for (const { key, question } of questions) if (!(await ask(`${question}\nReplace it? [y/N] `))) kept.add(key)
  return kept
}

function notUploaded(reasons: readonly string[]): CommandFailure {
  return new CommandFailure(['Nothing was uploaded.', ...reasons].join('\n'))
}

/** Uploads files one after the other, until one fails or Ctrl-C stops it. Returns the ETags by key. */
async function uploadAll(files: readonly PlannedFile[], { stack, signal }: Circumstances) {
  const progress = createProgress('files uploaded', process.stderr, performance.now())
  const uploaded = new Map<string, string>()
  try {
    for (const file of files) {
      if (signal?.aborted) break
      const { key, etag } = await uploadFile(file, stack)
      uploaded.set(key, etag)
      progress.show({ done: uploaded.size, total: files.length }, performance.now())
    }
    return { uploaded }
  } catch (failure) {
    if (uploaded.size === 0 || !(failure instanceof CommandFailure)) throw failure
    return { uploaded, failure } // the answer says what was uploaded before
  } finally {
    progress.clear()
  }
}

/** Returns the receipts of the articles, of those that were not uploaded again as well. */
async function receiptsOf(
  planned: readonly PlannedFile[],
  uploaded: ReadonlyMap<string, string>,
  { stack, signal }: Circumstances,
): Promise<ReadonlyMap<string, Receipt>> {
  const articles = planned.filter(isArticle).flatMap(({ key, plan, present = '' }) => {
    const etag = uploaded.get(key) ?? (plan === 'same' ? present : undefined)
    return etag === undefined ? [] : [{ key, etag }]
  })
  const progress = createProgress('receipts', process.stderr, performance.now())
  const receipts = await awaitReceipts(articles, stack, {
    ...(signal && { signal }),
    listener: (done) => progress.show({ done, total: articles.length }, performance.now()),
  })
  progress.clear()
  return receipts
}

function outcomeOf(
  { key, plan }: PlannedFile,
  kept: ReadonlySet<string>,
  uploaded: ReadonlyMap<string, string>,
): 'uploaded' | 'unchanged' | 'kept' | 'not uploaded' {
  if (kept.has(key)) return 'kept'
  if (plan === 'same') return 'unchanged'
  return uploaded.has(key) ? 'uploaded' : 'not uploaded'
}

/** Files whose whole receipts are shown. Of more files, only those with problems have them. */
const mostShown = 20

function describe({ file, outcome, ...receipt }: Outcome, files: number): readonly string[] {
  const { key, state, problems = [] } = receipt
  if (outcome === 'kept') return [`${key} was not replaced.`]
  const isShort = files > mostShown && problems.length === 0
  if (outcome === 'not uploaded') return isShort ? [] : [`${file} was not uploaded.`]
  if (outcome === 'unchanged' && state !== 'rejected')
    return isShort ? [] : [`${key} has not changed${state ? `: ${state}` : ''}.`]
  if (state === undefined || isShort) return [`Uploaded ${key}${state ? `: ${state}` : ''}.`]
  return [renderReceiptText(receipt as Receipt)] // it has a state
}

function summarize(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>()
  for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return `${countOf(outcomes.length, 'file')}: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}.`
}

const plans = { new: 'upload', changed: 'upload again', same: 'unchanged', different: 'replace a different article' }

function reportPlan(
  planned: readonly PlannedFile[],
  kept: ReadonlySet<string>,
  notes: readonly string[],
  report: Report,
): void {
  const value = planned.map(({ file, key, plan, size }) => ({ file, key, size, plan }))
  const rows = planned.map(({ file, key, plan }) => [
    kept.has(key) ? 'asks: replace a different article' : plans[plan],
    key,
    file,
  ])
  const count = planned.filter(({ plan }) => plan !== 'same').length
  const last = `Nothing was changed. ${countOf(count, 'file')} would be uploaded; \`postrider lint\` shows their problems.`
  report.answer(value, [...notes, ...table(rows), last])
}
