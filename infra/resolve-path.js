// A CloudFront Function: a page is a folder's index.html, and has one address, the one that ends in a slash.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1)
  if (name === '') {
    request.uri += 'index.html'
    return request
  }
  if (name.includes('.')) return request
  return {
    statusCode: 301,
    statusDescription: 'Moved Permanently',
    headers: { location: { value: `${request.uri}/` } },
  }
}
