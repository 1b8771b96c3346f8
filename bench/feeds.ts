import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { composeFeed, noPast } from '../core/feeds/feed.ts'
import { viewListing } from '../core/feeds/listing-view.ts'
import { renderAtom } from '../core/feeds/render-atom.ts'
import { renderJsonFeed } from '../core/feeds/render-json-feed.ts'
import { renderRss } from '../core/feeds/render-rss.ts'
import { sample, site } from '../tests/core/feeds/samples.ts'
import { quantile } from './measure.ts'
import { installPackages } from './peers.ts'
import { concatenateFeeds, type PlainItem } from './plain-feeds.ts'

const articles = 50
const runs = 100
const rounds = 5

/** Three formats of 50 articles each: our adapter around `feed`, against other libraries and against joined strings. */
export async function benchFeeds(): Promise<void> {
  const paragraph =
    '<p>The mail coach was late again, and "nobody" knew why: rain & <em>mud</em> on the road to Bath.</p>\n'
  const full = Array.from({ length: articles }, (_, n) =>
    sample(
      { slug: `a${n}`, title: `Letter & answer ${n}`, topics: [{ slug: 'mail', name: 'mail' }] },
      paragraph.repeat(25),
    ),
  )
  const wide = { ...site, publication: { ...site.publication, feedWindow: articles } }
  const view = viewListing(wide.publication, 'publication')
  const items: PlainItem[] = full.map(({ article, body }) => ({
    ...article,
    html: body.feed,
    url: `${site.url}/${article.slug}`,
  }))
  const contestants: Readonly<Record<string, () => number>> = {
    'postrider (feed, repaired)': () => {
      const feed = composeFeed(wide, view, full, noPast)
      return renderRss(feed).length + renderAtom(feed).length + renderJsonFeed(feed).length
    },
    feedsmith: () => withFeedsmith(items),
    'strings, joined': () => concatenateFeeds(items),
    ...(await rssPackage(items)),
  }
  const medians = new Map<string, number>()
  for (const [name, render] of Object.entries(contestants)) medians.set(name, measure(render))
  const ours = medians.values().next().value ?? Number.NaN
  for (const [name, median] of medians) {
    console.log(
      `  ${name}: p50 ${median.toFixed(2)} ms (n ${runs * rounds}); ours is ${(ours / median).toFixed(2)} of it`,
    )
  }
}

function measure(render: () => number): number {
  const times: number[] = []
  for (let run = 0; run < runs * rounds; run += 1) {
    const begun = performance.now()
    if (render() === 0) throw new Error('Nothing was rendered')
    times.push(performance.now() - begun)
  }
  return quantile(times, 0.5)
}

function withFeedsmith(items: readonly PlainItem[]): number {
  const head = { title: 'The Stack', description: 'News', link: site.url }
  const rss = generateRssFeed({
    ...head,
    items: items.map((item) => ({
      title: item.title,
      link: item.url,
      guid: { value: item.guid, isPermaLink: false },
      pubDate: new Date(item.date),
      description: item.summary,
      content: { encoded: item.html },
      categories: item.topics.map(({ name }) => ({ name })),
    })),
  })
  const atom = generateAtomFeed({
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
  })
  const json = generateJsonFeed({
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
  return rss.length + atom.length + JSON.stringify(json).length
}

type RssLibrary = new (options: object) => { item(options: object): void; xml(options: object): string }

/** The package `rss` writes RSS alone; it is fetched for the occasion. */
async function rssPackage(items: readonly PlainItem[]): Promise<Record<string, () => number>> {
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
