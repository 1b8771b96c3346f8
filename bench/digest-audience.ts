import { ledgerEntry } from '../core/deliveries/delivery.ts'
import { mailWriter } from '../core/deliveries/write-mail.ts'
import { chooseArticles } from '../core/issues/choose-articles.ts'
import { manyTopics, siteOfTopics, topicSlugs } from './digest-samples.ts'
import { since } from './measure.ts'
import { createRandom } from './support/random.ts'
import { sampleSubscriber, secrets } from './support/samples.ts'

const subscribers = Number(process.env.N ?? 100_000)
const articles = 30

/**
 * Measures how many distinct mails are rendered for subscribers with random choices of twenty topics, and the time and
 * memory for rendering them.
 */
export function benchAudience(): void {
  const start = performance.now()
  const { mails, variants, bytes, peak } = writeMails()
  const seconds = since(start) / 1000
  console.log(
    `  ${mails.toLocaleString('en')} mails of ${articles} articles by random subsets of ${topicSlugs.length} topics:`,
  )
  console.log(
    `    ${variants.toLocaleString('en')} distinct, ${seconds.toFixed(1)} s, ${(bytes / 1e9).toFixed(2)} GB written`,
  )
  console.log(`    peak memory ${Math.round(peak / 1e6)} MB`)
}

function writeMails() {
  const site = siteOfTopics()
  const issue = manyTopics(site, articles)
  const write = mailWriter(site, issue, secrets)
  const random = createRandom(1)
  const variants = new Set<string>()
  const totals = { mails: 0, bytes: 0, peak: 0 }
  for (let n = 0; n < subscribers; n += 1) {
    const topics = topicSlugs.filter(() => random() < 0.15)
    const subscriber = sampleSubscriber({ id: n.toString(16).padStart(24, '0'), topics })
    const choice = chooseArticles(issue, subscriber)
    if (choice.length === 0) continue
    variants.add(choice.join())
    const entry = ledgerEntry('daily-12', { subscriberId: subscriber.id, articles: choice })
    totals.mails += 1
    totals.bytes += write(entry, subscriber).raw.length
    if (n % 1000 === 0) totals.peak = Math.max(totals.peak, process.memoryUsage().rss)
  }
  return { ...totals, variants: variants.size }
}
