import { ledgerEntry } from '../core/deliveries/delivery.ts'
import { mailWriter } from '../core/deliveries/write-mail.ts'
import { chooseArticles } from '../core/issues/choose-articles.ts'
import { sampleSubscriber, secrets } from '../tests/core/subscribers/sample-subscriber.ts'
import { manyTopics, siteOfTopics, topicSlugs } from './digest-samples.ts'

const subscribers = Number(process.env.N ?? 100_000)
const articles = 30

/** Subscribers who each chose some of twenty topics at random: how many mails have to be rendered, in what time and space. */
export function benchAudience(): void {
  const site = siteOfTopics()
  const issue = manyTopics(site, articles)
  const write = mailWriter(site, issue, secrets)
  const random = generator(1)
  const sets = new Set<string>()
  const begun = performance.now()
  let bytes = 0
  let mailed = 0
  let peak = 0
  for (let n = 0; n < subscribers; n += 1) {
    const topics = topicSlugs.filter(() => random() < 0.15)
    const subscriber = sampleSubscriber({ id: n.toString(16).padStart(24, '0'), topics, digest: 'daily' })
    const chosen = chooseArticles(issue, subscriber)
    if (chosen.length === 0) continue
    sets.add(chosen.join())
    mailed += 1
    bytes += write(ledgerEntry('daily-12', { subscriberId: subscriber.id, articles: chosen }), subscriber).raw.length
    if (n % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss)
  }
  const seconds = (performance.now() - begun) / 1000
  console.log(
    `  ${mailed.toLocaleString('en')} mails of ${articles} articles by random subsets of ${topicSlugs.length} topics:`,
  )
  console.log(
    `    ${sets.size.toLocaleString('en')} distinct, ${seconds.toFixed(1)} s, ${(bytes / 1e9).toFixed(2)} GB written`,
  )
  console.log(`    peak memory ${Math.round(peak / 1e6)} MB`)
}

/** Mulberry32: the same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
