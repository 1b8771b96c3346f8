import { elementsOf, parseHtml } from './html.ts'

/** A response of the site. */
export type Visit = { readonly status: number; readonly type: string; readonly body: string; readonly etag: string }

/** Visits the front page, and everything on the site that HTML, XML and feeds link to. Returns the responses by path. */
export async function crawl(site: string): Promise<ReadonlyMap<string, Visit>> {
  const visits = new Map<string, Visit>()
  const queue = ['/', '/robots.txt', '/sitemap.xml']
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (visits.has(path)) continue
    const response = await fetch(site + path)
    const type = response.headers.get('content-type') ?? ''
    const visit = {
      ...{ status: response.status, type, body: await response.text() },
      etag: response.headers.get('etag') ?? '',
    }
    visits.set(path, visit)
    for (const link of linksOf(visit)) {
      const url = URL.parse(link, site + path)
      if (url?.origin === site) queue.push(url.pathname + url.search)
    }
  }
  return visits
}

function linksOf({ type, body }: Visit): string[] {
  if (type.startsWith('text/html')) {
    const { tree } = parseHtml(body)
    return elementsOf(tree, 'a', 'link', 'script', 'img', 'form').flatMap(({ properties }) =>
      [properties.href, properties.src, properties.action].filter((value) => typeof value === 'string'),
    )
  }
  if (/xml|json|opml/.test(type)) return body.match(/https?:\/\/[^\s"'<>\\]+/g) ?? []
  return []
}
