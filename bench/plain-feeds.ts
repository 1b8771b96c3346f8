import type { Article } from '../core/articles/article.ts'

export type PlainItem = Pick<Article, 'title' | 'summary' | 'guid' | 'date' | 'updatedAt' | 'topics'> & {
  readonly html: string
  readonly url: string
}

/** Renders the three formats with minimal work: joins strings and escapes markup characters. Returns the length. */
export function concatenateFeeds(items: readonly PlainItem[]): number {
  const rss = `<rss version="2.0"><channel><title>x</title>${items.map(rssItem).join('')}</channel></rss>`
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>${items.map(atomEntry).join('')}</feed>`
  const json = JSON.stringify({ title: 'x', items })
  return rss.length + atom.length + json.length
}

function rssItem({ title, url, guid, date, summary, html, topics }: PlainItem): string {
  const categories = topics.map(({ name }) => `<category>${escapeXml(name)}</category>`).join('')
  const day = new Date(date).toUTCString()
  return `<item><title>${escapeXml(title)}</title><link>${url}</link><guid>${escapeXml(guid)}</guid><pubDate>${day}</pubDate><description>${escapeXml(summary)}</description><content:encoded>${escapeXml(html)}</content:encoded>${categories}</item>`
}

function atomEntry({ title, url, guid, date, updatedAt, summary, html, topics }: PlainItem): string {
  const categories = topics.map(({ name }) => `<category term="${escapeXml(name)}"/>`).join('')
  return `<entry><title>${escapeXml(title)}</title><link href="${url}"/><id>${escapeXml(guid)}</id><published>${date}</published><updated>${updatedAt}</updated><summary>${escapeXml(summary)}</summary><content type="html">${escapeXml(html)}</content>${categories}</entry>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
