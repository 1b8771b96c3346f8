import type { LocalStack } from 'cdk-loopback/local-stack'
import { startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../build/assembly.ts'
import { connect, profile } from '../cli/connect.ts'
import type { Stack } from '../operations/stack.ts'
import { since } from './measure.ts'
import { followFeed } from './support/follow-feed.ts'
import { withFolder } from './support/local-process.ts'

const defaultCount = 10_000
/** Uploads in progress at a time. */
const uploaders = 32
const topics = ['letters', 'maps', 'railways', 'postmarks', 'uniforms', 'coaches', 'stamps', 'ships']
const words =
  'The night mail left at eight, as it had always done, with three sacks and a parcel of eels for the bishop. '

/**
 * Uploads thousands of articles at once to the local stack. Measures the time until each has its receipt and all feeds
 * are built, and the number of builds. Checks that a reader who follows the feeds finds every article. For another number
 * of uploads: `npm run bench -- burst 1000`.
 */
export async function benchBurst(): Promise<void> {
  const count = Number(process.argv[3] ?? defaultCount)
  const { folder: assembly } = await synthesize()
  await withFolder(async (data) => {
    const local = await startLocal({ assembly, data, profile })
    try {
      await measureBurst(local, await connect({ data }), count)
      await checkFeeds(local, count)
    } finally {
      await local.close()
    }
  })
}

async function measureBurst(local: LocalStack, stack: Stack, count: number): Promise<void> {
  const receipts = countCalls(local, { service: 's3', operation: 'PutObject', key: /^receipts\/.*\.json$/ })
  const builds = countBuilds(local, 'change#publication')
  const allBuilds = countBuilds(local, /^change#/)
  const start = performance.now()
  await uploadAll(stack, count)
  const uploaded = since(start) / 1000
  while (receipts.hits < count) await new Promise((resolve) => setTimeout(resolve, 100))
  const answered = since(start) / 1000
  await local.idle({ timeoutMs: 3_600_000 })
  const built = since(start) / 1000
  console.log(
    `  ${count} uploads in ${uploaded.toFixed(1)} s; all receipts after ${answered.toFixed(1)} s: ${(count / answered).toFixed(0)} uploads/s`,
  )
  console.log(`  all feeds and pages after ${built.toFixed(1)} s: ${(count / built).toFixed(0)} uploads/s`)
  console.log(
    `  builds of the publication's feeds: ${builds.hits}, one for ${(count / builds.hits).toFixed(1)} uploads; of all others: ${allBuilds.hits}`,
  )
}

type Calls = {
  readonly service: 's3' | 'dynamodb'
  readonly operation: string
  readonly key: string | RegExp
  readonly accessKey?: string
}

/** Counts calls with a fault rule that delays each of them by 0 ms. */
function countCalls({ faults }: LocalStack, calls: Calls) {
  return faults.add({ ...calls, fault: 'hang', milliseconds: 0, times: Number.POSITIVE_INFINITY })
}

/** Counts the writes that mark changes of listings as built. */
function countBuilds(local: LocalStack, key: string | RegExp) {
  const publishSite = local.plan.functions.find(({ logicalId }) => logicalId.includes('PublishSite'))
  if (!publishSite) throw new Error('The template has no function PublishSite')
  return countCalls(local, { service: 'dynamodb', operation: 'UpdateItem', key, accessKey: publishSite.logicalId })
}

async function uploadAll({ uploads }: Stack, count: number): Promise<void> {
  let next = 0
  const upload = async () => {
    for (let n = next++; n < count; n = next++) await uploads.put(keyOf(n), Buffer.from(archivePage(n)), 'text/plain')
  }
  await Promise.all(Array.from({ length: uploaders }, upload))
}

function keyOf(n: number): string {
  return `articles/${Math.floor(n / 1000)}/page-${n}.txt`
}

/** Returns an archive page with a date in one of 24 months and one or two of eight topics. */
function archivePage(n: number): string {
  const date = new Date(Date.UTC(2024, n % 24, 1 + (n % 28))).toISOString().slice(0, 10)
  const articleTopics = [topics[n % 8], ...(n % 3 === 0 ? [topics[(n + 1) % 8]] : [])].join(' ')
  return `The Postrider Gazette\n\nPage ${n}\n\n${date}\n\n${`${words.repeat(4)}\n\n`.repeat(6)}\n${articleTopics}\nSend us a correction\n`
}

async function checkFeeds(local: LocalStack, count: number): Promise<void> {
  const expected = Array.from({ length: count }, (_, n) => n)
  await checkFeed(local, '', expected)
  for (const [index, topic] of topics.entries()) {
    const has = (n: number) => n % 8 === index || (n % 3 === 0 && (n + 1) % 8 === index)
    await checkFeed(local, `topics/${topic}/`, expected.filter(has))
  }
}

async function checkFeed({ site }: LocalStack, folder: string, expected: readonly number[]): Promise<void> {
  const followed = followFeed(await readDocuments(site, folder), site, folder)
  const titles = expected.map((n) => `Page ${n}`)
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
