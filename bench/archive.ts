import { createClock } from 'cdk-loopback/clock'
import { quantile, since } from './measure.ts'
import { installPackages, timeEleventy, timeHugo } from './peers.ts'
import { openArticleLambdas } from './support/article-lambdas.ts'
import { sampleSite } from './support/samples.ts'
import { seedArchive } from './support/seed-archive.ts'

const sizes = [100, 10_000]
const peerSizes = [1_000, 10_000]
const runs = 10
const html = '<p>The mail coach was late again.</p>\n'.repeat(50)
const body = { page: html, feed: html, email: html, text: html }

type Cost = { readonly time: number; readonly calls: string }

/**
 * Measures one article from its upload to the feeds, in archives of several sizes: the time, and the calls to S3 and
 * DynamoDB. Then compares the time with full builds by other programs. For another size: `npm run bench -- archive 1000000`.
 */
export async function benchArchive(): Promise<void> {
  const moreSizes = process.argv.slice(3).map(Number).filter(Number.isInteger)
  const costs = new Map<number, Cost>()
  for (const size of [...sizes, ...moreSizes]) costs.set(size, await measure(size))
  for (const [size, { time, calls }] of costs) {
    const ratio = time / (costs.get(sizes[0] ?? 0)?.time ?? Number.NaN)
    console.log(
      `  archive of ${size}: p50 ${time.toFixed(0)} ms (n ${runs}), ${ratio.toFixed(2)} of the smallest; ${calls}`,
    )
  }
  await benchPeers(costs.get(10_000)?.time ?? Number.NaN)
}

async function measure(size: number): Promise<Cost> {
  const lambdas = await openArticleLambdas(createClock(), sampleSite())
  try {
    const newest = await seedArchive(lambdas.dynamo, size, lambdas.clock.now())
    await Promise.all(newest.map(({ contentKey }) => lambdas.bodies.put(contentKey, body)))
    const process = lambdas.startProcess()
    const publish = async (name: string) => {
      await lambdas.upload(`articles/${name}.md`, `---\ntopics: [rail]\n---\n# ${name}\n\nText.\n`)
      const start = performance.now()
      for (const event of lambdas.takeEvents()) await process.ingest(event)
      for (const message of process.messages.splice(0)) await process.publish(message)
      return since(start)
    }
    await publish('first') // reads the bodies of all other articles in the feed, as a cold Lambda does
    lambdas.countCalls()
    const times = [await publish('counted')]
    const calls = [...lambdas.countCalls()].sort().map(([operation, count]) => `${count} ${operation}`)
    for (let run = 1; run < runs; run += 1) times.push(await publish(`timed-${run}`))
    return { time: quantile(times, 0.5), calls: calls.join(', ') }
  } finally {
    await lambdas.close()
  }
}

async function benchPeers(ours: number): Promise<void> {
  const modules = await installPackages({ '@11ty/eleventy': '3.1.8', '@11ty/eleventy-plugin-rss': '3.0.0' })
  for (const size of peerSizes) {
    const builds = {
      Hugo: await timeHugo(size),
      Eleventy: modules === undefined ? undefined : await timeEleventy(size, modules),
    }
    for (const [name, time] of Object.entries(builds)) {
      if (time === undefined) continue
      console.log(
        `  ${name}, all of ${size}: ${time.toFixed(0)} ms; ours is ${(ours / time).toFixed(3)} of it (archive of 10000)`,
      )
    }
  }
}
