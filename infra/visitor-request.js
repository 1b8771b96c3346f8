// A CloudFront Function that runs before the subscription API. Links are typed and copied with additional slashes, but
// the API has one path for each. It changes the path instead of redirecting, because mail programs unsubscribe their
// users with POST requests, which must not be redirected (RFC 8058, section 3.1). CloudFront's engine supports ES 5.1
// and little more: `npm run check:edge` runs the function in a similar engine.

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request
  request.uri = request.uri.replace(/\/+/g, '/').replace(/\/$/, '')
  const token = request.querystring.t
  // The link in the header List-Unsubscribe has this parameter. Its requests go into a queue instead of a Lambda.
  if (
    request.method === 'POST' &&
    request.uri === '/unsubscribe' &&
    request.querystring['one-click'] &&
    isToken(token)
  ) {
    request.uri = '/unsubscribe/one-click'
  }
  return request
}

function isToken(parameter) {
  return parameter !== undefined && !parameter.multiValue && /^[\w-]+\.[\w-]+\.\w*\.[\w-]{22}$/.test(parameter.value)
}
