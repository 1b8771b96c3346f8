import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { type Receipt, receiptPath } from '../core/articles/receipt.ts'
import { renderReceiptText } from '../core/articles/receipt-text.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { wrongFolder } from '../core/reading/wrong-folder.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { findContent, type Placement } from '../operations/uploads/content-files.ts'
import { contentTypeOf } from '../operations/uploads/content-type.ts'
import { findPresent, type Present } from '../operations/uploads/present-articles.ts'
import { waitFor } from '../operations/wait-for.ts'
import { onStack } from './connect.ts'
import { describeReplacement } from './publish/describe-replacement.ts'
import type { Report } from './report.ts'

/** Milliseconds to wait for a receipt. */
const receiptTimeout = 60_000

type PublishOptions = Placement & { readonly replace?: boolean }

export function define(command: Command): void {
  command
    .description('upload articles and show their receipts')
    .argument('<path...>')
    .option('--backfill', 'import them as an archive: they are never mailed')
    .option('--folder <path>', 'folder below articles/ or backfill/')
    .option('--replace', 'replace different articles of the same path without asking')
    .addHelpText('after', help)
    .action(
      onStack((stack, report, paths: string[], options: PublishOptions) =>
        publish(paths, options, { stack, report, ask: command.optsWithGlobals().json ? undefined : terminal() }),
      ),
    )
}

const help = `
Several files keep the folders below the one that they have in common, and everything keeps its place below a folder
named articles or backfill. A path that has a different article already is never replaced without a question.

Examples:
  postrider publish letter.md
  postrider publish bath/index.md york/index.md     as articles/bath/index.md and articles/york/index.md
  postrider publish --folder 2026/letters letter.md map.png`

type Circumstances = {
  readonly stack: Pick<Stack, 'site' | 'uploads'>
  readonly report: Report
  /** Asks a question to be answered with yes or no. Undefined if nobody can answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined
}

/** Uploads files as an editor would, and shows the receipt of each article. */
export async function publish(paths: readonly string[], options: PublishOptions, circumstances: Circumstances) {
  const { stack, report } = circumstances
  const { files, unusable } = findContent(paths, options)
  const strays = files.filter(({ key }) => classifyKey(key).kind === 'stray')
  const wrong = [...unusable, ...strays.map(({ file, key }) => ({ file, problem: wrongFolder(key) }))]
  if (wrong.length > 0) throw notUploaded(wrong.map(({ file, problem }) => `${file}: ${problem.message}`))
  const present = await findPresent(
    files.map(({ file, key }) => ({ key, bytes: () => readGiven(file) })),
    stack,
  )
  const given = new Map(files.map(({ file, key }) => [key, file]))
  const questions = present.replacements.map((each) => ({
    key: each.key,
    question: describeReplacement(each, given.get(each.key) ?? each.key),
  }))
  const kept = options.replace ? new Set<string>() : await keepSome(questions, circumstances)
  const chosen = files.filter(({ key }) => !kept.has(key)).sort((a, b) => Number(isArticle(a)) - Number(isArticle(b)))
  const uploaded: { readonly key: string; readonly etag: string }[] = []
  for (const { file, key } of chosen) uploaded.push({ key, etag: await upload(file, key, present, stack) })
  const articles = uploaded.filter(isArticle)
  const receipts: Receipt[] = []
  for (const { key, etag } of articles) receipts.push(await awaitReceipt(key, etag, stack))
  const beside = uploaded.filter((each) => !isArticle(each))
  const lines = [
    ...receipts.map((receipt) => renderReceiptText(receipt)),
    ...beside.map(({ key }) => `Uploaded ${key}. \`npx postrider receipts ${key}\` shows its receipt.`),
    ...[...kept].map((key) => `${key} was not replaced.`),
  ]
  report.answer(receipts, lines)
  if (kept.size > 0 || receipts.some(({ state }) => state === 'rejected')) process.exitCode = 1
}

/** What a file would replace, as a sentence. */
type Question = { readonly key: string; readonly question: string }

/**
 * Asks which different articles to replace, and returns the keys of the others.
 * @throws {CommandFailure} if nobody can answer
 */
async function keepSome(replacements: readonly Question[], { ask }: Circumstances): Promise<ReadonlySet<string>> {
  if (replacements.length > 0 && !ask) {
    const fix = 'Rename the file, give it another folder with --folder, or replace what is there with --replace.'
    throw notUploaded([...replacements.map(({ question }) => question), fix])
  }
  const kept = new Set<string>()
  for (const { key, question } of replacements) {
    if (!(await ask?.(`${question}\nReplace it? [y/N] `))) kept.add(key)
  }
  return kept
}

function notUploaded(reasons: readonly string[]): CommandFailure {
  return new CommandFailure(['Nothing was uploaded.', ...reasons].join('\n'))
}

/** Returns how to ask a person; undefined if the command runs in a script. */
function terminal(): Circumstances['ask'] {
  const { stdin: input, stderr: output } = process
  if (!input.isTTY || !output.isTTY) return undefined
  return async (question) => {
    const dialogue = createInterface({ input, output })
    // The dialogue closes without an answer at the end of the input and after Ctrl-C.
    const answer = await Promise.race([dialogue.question(question), once(dialogue, 'close').then(() => '')])
    dialogue.close()
    return /^y(es)?$/i.test(answer.trim())
  }
}

function isArticle({ key }: { readonly key: string }): boolean {
  return classifyKey(key).kind === 'article'
}

/** Uploads a file, unless another upload of its key has come in between. */
async function upload(file: string, key: string, { etags }: Present, { uploads }: Circumstances['stack']) {
  const bytes = await readGiven(file)
  if (!isArticle({ key })) return uploads.put(key, bytes, contentTypeOf(key))
  const etag = await uploads.putOver(etags.get(key), key, bytes, contentTypeOf(key))
  if (etag !== undefined) return etag
  throw new CommandFailure(`${file} was not uploaded: ${key} was changed in the meantime. Try again.`)
}

/** @throws {CommandFailure} if the file cannot be read */
async function readGiven(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: Error) => {
    throw new CommandFailure(`Cannot read ${file}: ${cause.message}.`, 1, { cause })
  })
}

/** Waits for the receipt of an upload. @throws {CommandFailure} if there is none after a minute */
export async function awaitReceipt(key: string, etag: string, stack: Pick<Stack, 'uploads'>): Promise<Receipt> {
  const receipt = await waitFor(async () => {
    const current = await stack.uploads.getReceipt(receiptPath(key, 'json'))
    return current?.upload === etag ? (JSON.parse(current.body) as Receipt) : undefined // ingest-article wrote it
  }, receiptTimeout)
  if (receipt) return receipt
  throw new CommandFailure(
    `${key} was uploaded, but has no receipt yet. Check again with \`npx postrider receipts ${key}\`.`,
  )
}
