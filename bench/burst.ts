import { followFeed } from '../tests/support/follow-feed.ts'
import { startTestStack, type TestStack } from '../tests/support/test-stack.ts'

const standard = 10_000
/** Uploads under way at once. */
const uploaders = 32
const topics = ['letters', 'maps', 'railways', 'postmarks', 'uniforms', 'coaches', 'stamps', 'ships']
const words =
  'The night mail left at eight, as it had always done, with three sacks and a parcel of eels for the bishop. '

/**
 * Thousands of uploads at once on the local stack: how long until each has its receipt, and its feeds are built; how many
 * builds that took; and whether whoever follows the feeds finds every article. Other sizes: `npm run bench -- burst 1000`.
 */
export async function benchBurst(): Promise<void> {
  const count = Number(process.argv[3] ?? standard)
  const stack = await startTestStack()
  try {
    const receipts = countCalls(stack, { service: 's3', operation: 'PutObject', key: /^receipts\/.*\.json$/ })
    const builds = countCalls(
      stack,
      { service: 'dynamodb', operation: 'UpdateItem', key: 'change#publication' },
      'PublishSite',
    )
    const allBuilds = countCalls(
      stack,
      { service: 'dynamodb', operation: 'UpdateItem', key: /^change#/ },
      'PublishSite',
    )
    const begun = performance.now()
    const seconds = () => (performance.now() - begun) / 1000
    await uploadAll(stack, count)
    const uploaded = seconds()
    while (receipts.hits < count) await new Promise((resolve) => setTimeout(resolve, 100))
    const answered = seconds()
    await stack.local.idle({ timeoutMs: 3_600_000 })
    const built = seconds()
    console.log(
      `  ${count} uploads in ${uploaded.toFixed(1)} s; all receipts after ${answered.toFixed(1)} s: ${(count / answered).toFixed(0)} uploads/s`,
    )
    console.log(`  all feeds and pages after ${built.toFixed(1)} s: ${(count / built).toFixed(0)} uploads/s`)
    console.log(
      `  builds of the publication's feeds: ${builds.hits}, one for ${(count / builds.hits).toFixed(1)} uploads; of all others: ${allBuilds.hits}`,
    )
    await checkFeeds(stack, count)
  } finally {
    await stack.close()
  }
}

type Calls = { readonly service: 's3' | 'dynamodb'; readonly operation: string; readonly key: string | RegExp }

/** The fault seam sees every call: one that is only held up for no time is counted. */
function countCalls(stack: TestStack, calls: Calls, lambda?: string) {
  return stack.local.faults.add({
    ...calls,
    ...(lambda !== undefined && { accessKey: stack.lambda(lambda) }),
    ...{ fault: 'hang', milliseconds: 0, times: Number.POSITIVE_INFINITY },
  })
}

async function uploadAll(stack: TestStack, count: number): Promise<void> {
  let next = 0
  const upload = async () => {
    for (let n = next++; n < count; n = next++) await stack.upload(keyOf(n), archivePage(n))
  }
  await Promise.all(Array.from({ length: uploaders }, upload))
}

function keyOf(n: number): string {
  return `articles/${Math.floor(n / 1000)}/page-${n}.txt`
}

/** Of two years' months, with one of eight topics or two. */
function archivePage(n: number): string {
  const date = new Date(Date.UTC(2024, n % 24, 1 + (n % 28))).toISOString().slice(0, 10)
  const named = [topics[n % 8], ...(n % 3 === 0 ? [topics[(n + 1) % 8]] : [])].join(' ')
  return `The Postrider Gazette\n\nPage ${n}\n\n${date}\n\n${`${words.repeat(4)}\n\n`.repeat(6)}\n${named}\nSend us a correction\n`
}

async function checkFeeds(stack: TestStack, count: number): Promise<void> {
  const expected = Array.from({ length: count }, (_, n) => n)
  await check(stack, '', expected)
  for (const [index, topic] of topics.entries()) {
    const has = (n: number) => n % 8 === index || (n % 3 === 0 && (n + 1) % 8 === index)
    await check(stack, `topics/${topic}/`, expected.filter(has))
  }
}

async function check(stack: TestStack, folder: string, expected: readonly number[]): Promise<void> {
  const files: Record<string, string> = {}
  const keep = async (path: string) => {
    const text = await stack.read(path)
    if (text !== undefined) files[path] = text
    return text !== undefined
  }
  const formats = ['feed.xml', 'atom.xml', 'feed.json']
  for (const format of formats) await keep(folder + format)
  for (let n = 1, more = true; more; n += 1) {
    for (const format of formats) more = await keep(`${folder}archives/${n}/${format}`)
  }
  const followed = followFeed(files, stack.local.site, folder)
  const wanted = expected
    .map((n) => `Page ${n}`)
    .toSorted()
    .join()
  const right = [followed.rss, followed.atom, followed.json].every((titles) => titles.toSorted().join() === wanted)
  console.log(
    `  /${folder}feed.xml, atom.xml, feed.json lead to ${followed.json.length} of ${expected.length} articles${right ? '' : ': WRONG'}`,
  )
}
