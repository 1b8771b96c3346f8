// A CloudFront Function that runs on the response. It adds to a feed the links to itself and to its hub (WebSub, section
// 4), and the request headers on which its bytes and type depend. Without a configured site, the viewer's host is the site.
// CloudFront's engine supports ES 5.1 and little more: `npm run check:edge` runs the function in a similar engine.
const site = 'SITE_URL'
const hub = 'HUB_URL'

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const response = event.response
  const path = event.request.uri.replace(/\.gz$/, '')
  if (!/\/(feed\.xml|atom\.xml|feed\.json)$/.test(path)) return response
  const host = event.request.headers.host
  const home = site || (host ? `https://${host.value}` : '')
  const links = [`<${home}${path}>; rel="self"`]
  if (hub) links.push(`<${hub}>; rel="hub"`)
  response.headers.link = { value: links.join(', ') }
  response.headers.vary = { value: 'Accept-Encoding, Sec-Fetch-Dest' }
  // A browser shows a feed as source, but applies the style sheet of a document served as XML. Only browsers send this header.
  const destination = event.request.headers['sec-fetch-dest']
  if (destination && destination.value === 'document' && path.endsWith('.xml')) {
    response.headers['content-type'] = { value: 'application/xml; charset=utf-8' }
  }
  return response
}
