import type { Command } from 'commander'
import { expectedPaths } from '../core/articles/article-files.ts'
import { articleId } from '../core/articles/identity.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { CommandFailure } from './command-failure.ts'
import { onStack } from './connect.ts'
import { listClosedDocuments, recheckClosedDocuments, recheckUploads } from './recheck.ts'
import type { Report } from './report.ts'
import type { Stack } from './stack.ts'
import { waitFor } from './wait-for.ts'

/** Milliseconds to wait for the site: this much, and the same again for every hundred uploads. */
const baseTimeout = 60_000

export function define(command: Command): void {
  command
    .description('delete everything derived from the uploads and build it again; sends no mail')
    .action(onStack(rebuild))
}

/** Deletes everything derived from the uploads, builds it again from uploads and receipts, and waits. Sends no mail. */
export async function rebuild(stack: Stack, report: Report): Promise<void> {
  const closed = await listClosedDocuments(stack)
  await stack.derived.clear()
  await recheckClosedDocuments(closed, stack)
  const uploads = await recheckUploads(stack)
  const articles = [...uploads].filter((key) => classifyKey(key).kind === 'article')
  const timeout = baseTimeout * (1 + Math.ceil(articles.length / 100))
  const files = await waitFor(() => countIfComplete(articles, uploads, stack), timeout)
  if (files === undefined) {
    throw new CommandFailure(
      'The site is still being built. `npx postrider receipts` lists the receipts of the uploads so far.',
    )
  }
  report.answer({ uploads: uploads.size, files }, [
    `Read ${uploads.size} uploads again. The site has ${files} files. No mail was sent.`,
  ])
}

/** Returns the number of files of the site once it shows every article; undefined until then. */
async function countIfComplete(articles: readonly string[], uploads: ReadonlySet<string>, stack: Stack) {
  const records = await stack.articles.getAll(articles.map(articleId))
  if (records.length < articles.length) return undefined
  const listings = new Set(records.flatMap(({ touched }) => touched))
  const changes = await Promise.all([...listings].map((listing) => stack.changes.get(listing)))
  if (changes.some(({ changes: count, built }) => built < count)) return undefined
  const site = await stack.derived.listSite()
  const expected = ['404.html', ...records.flatMap((record) => expectedPaths(record, uploads))]
  return expected.every((path) => site.has(path)) ? site.size : undefined
}
