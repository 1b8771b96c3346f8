// A CloudFront Function that runs before the cache lookup. A page is a folder's index.html, and its only address ends in
// a slash. Feed addresses that readers guess are redirected, and feeds are also served compressed. CloudFront's engine
// supports ES 5.1 and little more: `npm run check:edge` runs the function in a similar engine.
const domain = 'DOMAIN_NAME'
const feeds = {
  'rss.xml': 'feed.xml',
  'index.xml': 'feed.xml',
  'index.rss': 'feed.xml',
  'feed.rss': 'feed.xml',
  rss: 'feed.xml',
  feed: 'feed.xml',
  'feed/rss': 'feed.xml',
  'feed/rss2': 'feed.xml',
  'rss2.xml': 'feed.xml',
  'feed.atom': 'atom.xml',
  'index.atom': 'atom.xml',
  atom: 'atom.xml',
  'feed/atom': 'atom.xml',
  'index.json': 'feed.json',
  'feed/json': 'feed.json',
}
const guess =
  /^((?:\/(?:topics|authors)\/[^/]+)?\/)((?:rss2?|index|feed)\.(?:xml|rss|atom|json)|rss|atom|feed(?:\/(?:rss2?|atom|json))?)\/?$/i
// Links are typed and copied with other capitals. `/subscribe/` is a page, and its address may be taken for that of the
// form: 307 keeps the method and the body.
const visitor = /^\/+(confirm|unsubscribe|resubscribe|preferences|address|export|erase|subscribe)\/*$/i
const isFeed = /\/(feed\.xml|atom\.xml|feed\.json)$/
const acceptsGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request
  if (request.method === 'OPTIONS') return { statusCode: 204, statusDescription: 'No Content', headers: preflight }
  if (request.method !== 'GET' && request.method !== 'HEAD') return redirect('/subscribe', undefined, 307)
  const link = request.uri === '/subscribe/' ? null : visitor.exec(request.uri)
  if (link) return redirect(`/${link[1].toLowerCase()}${queryOf(request)}`)
  const host = request.headers.host
  // Search engines and feed readers should know each page by one address: that of the domain, not of the distribution.
  if (domain && host && host.value.toLowerCase() !== domain) return redirect(request.uri + queryOf(request), domain)
  const guessed = guess.exec(request.uri)
  const feed = guessed && feeds[guessed[2].toLowerCase()]
  if (feed) return redirect(guessed[1] + feed)
  if (request.uri === '/favicon.ico') return redirect('/icon.svg')
  if (request.uri === '/articles/') return redirect('/archive/')
  if (isFeed.test(request.uri)) return compressed(request)
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1)
  if (name === '') request.uri += 'index.html'
  else if (name === 'index.html') return redirect(request.uri.slice(0, -name.length) + queryOf(request))
  else if (!name.includes('.')) return redirect(`${request.uri}/${queryOf(request)}`)
  return request
}

// Keeps names and values as they were sent: CloudFront does not decode them.
function queryOf(request) {
  const pairs = []
  Object.keys(request.querystring).forEach((name) => {
    const parameter = request.querystring[name]
    const values = parameter.multiValue || [parameter]
    values.forEach((each) => {
      pairs.push(each.value === '' ? name : `${name}=${each.value}`)
    })
  })
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

// A location that begins with two slashes, or a slash and a backslash, would lead to another site.
function redirect(address, host, status) {
  const local = address.replace(/^[/\\]*/, '/')
  const location = host ? `https://${host}${local}` : local
  const headers = { location: { value: location } }
  if (status === 307) return { statusCode: 307, statusDescription: 'Temporary Redirect', headers: headers }
  return { statusCode: 301, statusDescription: 'Moved Permanently', headers: headers }
}

// CloudFront does not compress Atom and JSON Feed, and it weakens the ETag of what it compresses.
function compressed(request) {
  const accepted = request.headers['accept-encoding']
  if (accepted && acceptsGzip.test(accepted.value)) request.uri += '.gz'
  return request
}

// Browsers send a preflight request before a script of another site may send If-None-Match.
const preflight = {
  'access-control-allow-origin': { value: '*' },
  'access-control-allow-methods': { value: 'GET, HEAD' },
  'access-control-allow-headers': { value: '*' },
  'access-control-max-age': { value: '86400' },
}
