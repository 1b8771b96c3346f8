import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { composeFeed, noPast } from '../core/feeds/feed.ts'
import { viewListing } from '../core/feeds/listing-view.ts'
import { renderAtom } from '../core/feeds/render-atom.ts'
import { renderJsonFeed } from '../core/feeds/render-json-feed.ts'
import { renderRss } from '../core/feeds/render-rss.ts'
import { quantile, since } from './measure.ts'
import { installPackages } from './peers.ts'
import { concatenateFeeds, type PlainItem } from './plain-feeds.ts'
import { sampleArticle, sampleSite, withBody } from './support/samples.ts'

const count = 50
const runs = 500
const site = sampleSite({ feedWindow: count })
const paragraph =
  '<p>The mail coach was late again, and "nobody" knew why: rain & <em>mud</em> on the road to Bath.</p>\n'

const articles = Array.from({ length: count }, (_, n) => {
  const topics = [{ slug: 'mail', name: 'mail' }]
  return withBody(sampleArticle(`a${n}`, { title: `Letter & answer ${n}`, topics }), paragraph.repeat(25))
})
const items: readonly PlainItem[] = articles.map(({ article, body }) => ({
  ...article,
  html: body.feed,
  url: `${site.url}/${article.slug}`,
}))

/** Compares renderers of 50 articles in three formats: our adapter for `feed`, other libraries, and joined strings. */
export async function benchFeeds(): Promise<void> {
  const contestants: Readonly<Record<string, () => number>> = {
    'postrider (feed, repaired)': renderOurs,
    feedsmith: () => renderRssWithFeedsmith() + renderAtomWithFeedsmith() + renderJsonWithFeedsmith(),
    'strings, joined': () => concatenateFeeds(items),
    ...(await rssPackage()),
  }
  const medians = Object.entries(contestants).map(([name, render]) => ({ name, median: measure(render) }))
  const ours = medians[0]?.median ?? Number.NaN
  for (const { name, median } of medians) {
    console.log(`  ${name}: p50 ${median.toFixed(2)} ms (n ${runs}); ours is ${(ours / median).toFixed(2)} of it`)
  }
}

/** Returns the median in milliseconds. */
function measure(render: () => number): number {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    if (render() === 0) throw new Error('Nothing was rendered')
    times.push(since(start))
  }
  return quantile(times, 0.5)
}

const view = viewListing(site.publication, 'publication')

function renderOurs(): number {
  const feed = composeFeed(site, view, articles, noPast)
  return renderRss(feed).length + renderAtom(feed).length + renderJsonFeed(feed).length
}

function renderRssWithFeedsmith(): number {
  return generateRssFeed({
    ...{ title: 'The Stack', description: 'News', link: site.url },
    items: items.map((item) => ({
      title: item.title,
      link: item.url,
      guid: { value: item.guid, isPermaLink: false },
      pubDate: new Date(item.date),
      description: item.summary,
      content: { encoded: item.html },
      categories: item.topics.map(({ name }) => ({ name })),
    })),
  }).length
}

function renderAtomWithFeedsmith(): number {
  return generateAtomFeed({
    id: 'tag:x',
    title: { value: 'The Stack' },
    updated: new Date(items[0]?.updatedAt ?? 0),
    entries: items.map((item) => ({
      id: item.guid,
      title: { value: item.title },
      updated: new Date(item.updatedAt),
      published: new Date(item.date),
      links: [{ href: item.url }],
      summary: { value: item.summary },
      content: { value: item.html, type: 'html' },
      categories: item.topics.map(({ name }) => ({ term: name })),
    })),
  }).length
}

function renderJsonWithFeedsmith(): number {
  const feed = generateJsonFeed({
    title: 'The Stack',
    items: items.map((item) => ({
      id: item.guid,
      url: item.url,
      title: item.title,
      summary: item.summary,
      content_html: item.html,
      date_published: new Date(item.date),
      date_modified: new Date(item.updatedAt),
      tags: item.topics.map(({ name }) => name),
    })),
  })
  return JSON.stringify(feed).length
}

type RssLibrary = new (options: object) => { item(options: object): void; xml(options: object): string }

/** Installs the package `rss`, which writes RSS only. */
async function rssPackage(): Promise<Record<string, () => number>> {
  const folder = await installPackages({ rss: '1.2.2' })
  if (folder === undefined) return {}
  const { default: Rss } = (await import(`${folder}/node_modules/rss/lib/index.js`)) as { default: RssLibrary } // it has no types
  return {
    'rss (RSS alone)': () => {
      const feed = new Rss({ title: 'The Stack', feed_url: `${site.url}/feed.xml`, site_url: site.url })
      for (const item of items) {
        const categories = item.topics.map(({ name }) => name)
        const custom = [{ 'content:encoded': { _cdata: item.html } }]
        const base = { title: item.title, description: item.summary, url: item.url, guid: item.guid, date: item.date }
        feed.item({ ...base, categories, custom_elements: custom })
      }
      return feed.xml({ indent: true }).length
    },
  }
}
