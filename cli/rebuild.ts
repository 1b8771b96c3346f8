import type { Command } from 'commander'
import { expectedPaths } from '../core/articles/article-files.ts'
import { articleId } from '../core/articles/identity.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { waitFor } from '../operations/wait-for.ts'
import { onStack } from './connect.ts'
import { explained } from './interrupt.ts'
import { createStatus } from './progress.ts'
import type { Report } from './report.ts'

/** Milliseconds without progress after which the command gives up. A message that failed is retried after six minutes. */
const patience = 600_000

export function define(command: Command): void {
  command.description('delete everything derived from the uploads and build it again; sends no mail').action(
    onStack((stack, report) =>
      explained(
        () => 'Stopped waiting. The stack goes on building the site.',
        () => rebuild(stack, report),
      ),
    ),
  )
}

/** Deletes everything derived from the uploads, lets the stack build it again as after a deployment, and waits. */
export async function rebuild(stack: Stack, report: Report): Promise<void> {
  const former = await stack.deployments.get()
  await stack.derived.clear()
  await stack.complete.add({ restart: true })
  const status = createStatus(process.stderr, performance.now())
  const failIfStalled = watchProgress()
  const site = await waitFor(async () => {
    const { text, isIdle } = await readProgress(stack, former?.startedAt)
    status.show(text, performance.now())
    failIfStalled(text, performance.now())
    return isIdle ? countIfComplete(stack) : undefined
  }, Number.POSITIVE_INFINITY)
  status.clear()
  if (!site) return
  report.answer(site, [`Read ${site.uploads} uploads again. The site has ${site.files} files. No mail was sent.`])
}

/** Returns how far the stack is, and whether it has nothing left to do. @param former when the previous walk began */
async function readProgress(stack: Stack, former: string | undefined): Promise<{ text: string; isIdle: boolean }> {
  const deployment = await stack.deployments.get()
  if (!deployment || deployment.startedAt === former) return { text: 'Waiting for complete-deployment', isIdle: false }
  const queued = Object.values(deployment.counts).reduce((sum, count) => sum + count, 0)
  const waiting = await stack.countBuilding()
  return {
    text: `${deployment.place.step}: ${queued.toLocaleString('en')} messages queued, ${waiting.toLocaleString('en')} not processed yet`,
    isIdle: deployment.finishedAt !== undefined && waiting === 0,
  }
}

/** Returns a function that throws if the progress has been the same for too long. */
function watchProgress(): (progress: string, now: number) => void {
  let last: { readonly progress: string; readonly since: number } | undefined
  return (progress, now) => {
    if (last?.progress !== progress) last = { progress, since: now }
    if (now - last.since < patience) return
    throw new CommandFailure(
      'The site is still being built, but nothing has happened for ten minutes. `npx postrider failures ls` lists what failed, and `npx postrider receipts` the receipts of the uploads so far.',
    )
  }
}

/** Counts the uploads and the files of the site once it shows every article. Returns undefined until then. */
async function countIfComplete(stack: Stack): Promise<{ uploads: number; files: number } | undefined> {
  const uploads = await listUploads(stack)
  const articles = [...uploads].filter((key) => classifyKey(key).kind === 'article')
  const records = await stack.articles.getAll(articles.map(articleId))
  if (records.length < articles.length) return undefined
  const listings = new Set(records.flatMap(({ touched }) => touched))
  const changes = await Promise.all([...listings].map((listing) => stack.changes.get(listing)))
  if (changes.some(({ changes: count, built }) => built < count)) return undefined
  const site = await stack.derived.listSite()
  const expected = ['404.html', ...records.flatMap((record) => expectedPaths(record, uploads))]
  return expected.every((path) => site.has(path)) ? { uploads: uploads.size, files: site.size } : undefined
}

async function listUploads({ uploads }: Stack): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for (const prefix of ['articles/', 'backfill/']) {
    for await (const key of uploads.list(prefix)) if (classifyKey(key).kind !== 'ignored') keys.add(key)
  }
  return keys
}
