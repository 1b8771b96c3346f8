import type { LocalStack } from 'cdk-loopback/local-stack'
import { startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../build/assembly.ts'
import { connect, profile } from '../cli/connect.ts'
import type { Stack } from '../operations/stack.ts'
import { since } from './measure.ts'
import { type Bulk, type BulkArticle, bulkArticle } from './support/bulk-articles.ts'
import { type CallCounter, countCalls } from './support/call-counter.ts'
import { followFeed } from './support/follow-feed.ts'
import { withFolder } from './support/local-process.ts'

/** Uploads in progress at a time. */
const uploaders = 32

/**
 * Uploads thousands of articles at once to the local stack. Measures the time until each has its receipt and all feeds
 * are built, the CPU time, the number of builds, and the calls to the services with their price in the cloud. Checks that
 * a reader who follows the feeds finds every article. Other uploads: `npm run bench -- burst 400 folder=backfill topics=1`.
 */
export async function benchBurst(): Promise<void> {
  const bulk = readBulk(process.argv.slice(3))
  const { folder: assembly } = await synthesize()
  await withFolder(async (data) => {
    const calls = countCalls()
    const local = await startLocal({ assembly, data, profile, onCall: calls.onCall })
    try {
      const stack = await connect({ data })
      await local.idle()
      calls.counts.clear()
      await measureBurst(local, stack, bulk)
      printCalls(calls, bulk.count)
      await checkFeeds(local, bulk)
    } finally {
      await local.close()
    }
  })
}

/** The archive of a newspaper: 10,000 articles, unless the command says otherwise. */
function readBulk([count = '10000', ...options]: readonly string[]): Bulk {
  const given = Object.fromEntries(options.map((option) => option.split('=')))
  const { folder = 'articles', topics = 150, authors = 283, months = 231 } = given
  return { count: Number(count), folder, topics: Number(topics), authors: Number(authors), months: Number(months) }
}

async function measureBurst(local: LocalStack, stack: Stack, bulk: Bulk): Promise<void> {
  const { count } = bulk
  const cpu = process.cpuUsage()
  const mainThread = process.threadCpuUsage()
  const receipts = countOf(local, { service: 's3', operation: 'PutObject', key: /^receipts\/.*\.json$/ })
  const builds = countUpdates(local, 'change#publication')
  const allBuilds = countUpdates(local, 'listings')
  const start = performance.now()
  await uploadAll(stack, bulk)
  const uploaded = since(start) / 1000
  while (receipts.hits < count) await new Promise((resolve) => setTimeout(resolve, 100))
  const answered = since(start) / 1000
  await local.idle({ timeoutMs: 3_600_000 })
  const built = since(start) / 1000
  console.log(
    `  ${count} uploads in ${uploaded.toFixed(1)} s; all receipts after ${answered.toFixed(1)} s: ${(count / answered).toFixed(0)} uploads/s`,
  )
  console.log(`  all feeds and pages after ${built.toFixed(1)} s: ${(count / built).toFixed(0)} uploads/s`)
  const perArticle = (total: NodeJS.CpuUsage) => ((total.user + total.system) / 1000 / count).toFixed(1)
  console.log(
    `  CPU per article: ${perArticle(process.cpuUsage(cpu))} ms, ${perArticle(process.threadCpuUsage(mainThread))} of it in the main thread (services and uploads)`,
  )
  console.log(
    `  builds of the publication's feeds: ${builds.hits}, one for ${(count / builds.hits).toFixed(1)} uploads; of all others: ${allBuilds.hits - builds.hits}`,
  )
}

function printCalls({ counts, cost }: CallCounter, count: number): void {
  const calls = [...counts].filter(([name]) => !name.startsWith('operator'))
  const total = calls.reduce((sum, [, each]) => sum + each, 0)
  const price = (1000 * cost()) / count
  console.log(
    `  ${(total / count).toFixed(1)} calls per article; 1,000 articles cost about $${price.toFixed(2)} in the cloud`,
  )
  for (const [name, each] of calls.sort((a, b) => b[1] - a[1]))
    if (each >= count / 20) console.log(`    ${(each / count).toFixed(2)} ${name}`)
}

type Calls = {
  readonly service: 's3' | 'dynamodb'
  readonly operation: string
  readonly key: string | RegExp
  readonly accessKey?: string
}

/** Counts calls with a fault rule that delays each of them by 0 ms. */
function countOf({ faults }: LocalStack, calls: Calls) {
  return faults.add({ ...calls, fault: 'hang', milliseconds: 0, times: Number.POSITIVE_INFINITY })
}

/** Counts updates by publish-site. Each build of a listing stores its summary once, and marks it built once. */
function countUpdates(local: LocalStack, key: string) {
  const publishSite = local.plan.functions.find(({ logicalId }) => logicalId.includes('PublishSite'))
  if (!publishSite) throw new Error('The template has no function PublishSite')
  return countOf(local, { service: 'dynamodb', operation: 'UpdateItem', key, accessKey: publishSite.logicalId })
}

async function uploadAll({ uploads }: Stack, bulk: Bulk): Promise<void> {
  let next = 0
  const upload = async () => {
    for (let n = next++; n < bulk.count; n = next++) {
      const { key, text } = bulkArticle(n, bulk)
      await uploads.put(key, Buffer.from(text), 'text/markdown')
    }
  }
  await Promise.all(Array.from({ length: uploaders }, upload))
}

/** Topics whose feeds are followed to their ends. */
const followedTopics = 8

async function checkFeeds(local: LocalStack, bulk: Bulk): Promise<void> {
  const articles = Array.from({ length: bulk.count }, (_, n) => bulkArticle(n, bulk))
  await checkFeed(local, '', articles)
  for (const topic of new Set(articles.flatMap(({ topics }) => topics).slice(0, followedTopics)))
    await checkFeed(
      local,
      `topics/${topic}/`,
      articles.filter(({ topics }) => topics.includes(topic)),
    )
}

async function checkFeed({ site }: LocalStack, folder: string, expected: readonly BulkArticle[]): Promise<void> {
  const followed = followFeed(await readDocuments(site, folder), site, folder)
  const titles = expected.map(({ title }) => title)
  const isRight = [followed.rss, followed.atom, followed.json].every(
    (followedTitles) => followedTitles.toSorted().join() === titles.toSorted().join(),
  )
  console.log(
    `  /${folder}feed.xml, atom.xml, feed.json lead to ${followed.json.length} of ${expected.length} articles${isRight ? '' : ': WRONG'}`,
  )
}

/** Reads the feeds of a folder with all their closed documents. */
async function readDocuments(site: string, folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  const read = async (place: string) => {
    const response = await fetch(`${site}/${place}`)
    if (response.status === 200) files[place] = await response.text()
    return response.status === 200
  }
  const formats = ['feed.xml', 'atom.xml', 'feed.json']
  for (const format of formats) await read(folder + format)
  for (let n = 1, more = true; more; n += 1) {
    for (const format of formats) more = await read(`${folder}archives/${n}/${format}`)
  }
  return files
}
