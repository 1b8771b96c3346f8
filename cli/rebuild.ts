import { expectedFiles } from '../core/articles/expected-files.ts'
import { articleId } from '../core/articles/identity.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { CommandFailure } from './command-failure.ts'
import { recheck } from './recheck.ts'
import { listArchives, recheckArchives } from './recheck-archives.ts'
import type { Report } from './report.ts'
import type { Stack } from './stack.ts'
import { waitFor } from './wait-for.ts'

/** Milliseconds, and as much again for every hundred uploads. */
const patience = 60_000

/** Deletes all that follows from the uploads, makes it again from them and their receipts, and waits for it. Mails nobody. */
export async function rebuild(stack: Stack, report: Report): Promise<void> {
  const archives = await listArchives(stack)
  await stack.derived.clear()
  await recheckArchives(archives, stack)
  const uploads = await recheck(stack)
  const articles = [...uploads].filter((key) => classifyKey(key).kind === 'article')
  const limit = patience * (1 + Math.ceil(articles.length / 100))
  const files = await waitFor(() => countIfDone(articles, uploads, stack), limit)
  if (files === undefined) {
    throw new CommandFailure(
      'The site is still being built. `npx postrider receipts` shows what became of each upload.',
    )
  }
  report.answer({ uploads: uploads.size, files }, [
    `Read ${uploads.size} uploads again; the site has ${files} files. Nobody was mailed.`,
  ])
}

/** Files of the site, once it shows all that is known; undefined until then. */
async function countIfDone(articles: readonly string[], uploads: ReadonlySet<string>, stack: Stack) {
  const records = await stack.articles.getAll(articles.map(articleId))
  if (records.length < articles.length) return undefined
  const listings = new Set(records.flatMap(({ touched }) => touched))
  const changes = await Promise.all([...listings].map((listing) => stack.changes.get(listing)))
  if (changes.some(({ changes: counted, built }) => built < counted)) return undefined
  const site = await stack.derived.listSite()
  const expected = ['404.html', ...records.flatMap((record) => expectedFiles(record, uploads))]
  return expected.every((path) => site.has(path)) ? site.size : undefined
}
