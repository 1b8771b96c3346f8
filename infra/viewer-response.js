// A CloudFront Function, on the way out: feeds name themselves and their hub (WebSub §4), and say that they come in forms.
const site = 'SITE_URL'
const hub = 'HUB_URL'

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const response = event.response
  const path = event.request.uri.replace(/\.gz$/, '')
  if (!/\/(feed\.xml|atom\.xml|feed\.json)$/.test(path)) return response
  const links = [`<${site}${path}>; rel="self"`]
  if (hub) links.push(`<${hub}>; rel="hub"`)
  response.headers.link = { value: links.join(', ') }
  response.headers.vary = { value: 'Accept-Encoding, Sec-Fetch-Dest' }
  // Browsers show the source of a feed, but style XML: for people who open one, not for readers, who do not say so.
  const destination = event.request.headers['sec-fetch-dest']
  if (destination && destination.value === 'document' && path.endsWith('.xml')) {
    response.headers['content-type'] = { value: 'application/xml; charset=utf-8' }
  }
  return response
}
