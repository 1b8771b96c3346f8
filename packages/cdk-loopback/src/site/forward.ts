import type { ForwardedPlan, NameFilter } from '../template/distribution/distribution-plan.ts'
import { keepHeaders, type ViewerRequest } from './exchange.ts'

/** CloudFront always forwards these, whatever its policies say. */
const alwaysForwarded = ['content-length', 'content-type']
/** Never forwarded with the other headers: they belong to one connection, or the cookie filter decides. */
const neverForwarded = [
  'connection',
  'cookie',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

const viewerAddressName = 'cloudfront-viewer-address'

/** Returns the request that a custom origin gets: only what the cache and origin request policies let through. */
export function forward(request: ViewerRequest, forwarded: ForwardedPlan): ViewerRequest {
  const { headers, viewer } = request
  const cookie = keepParts(headers.cookie ?? '', /;\s*/, '; ', forwarded.cookies)
  const sendsAddress = forwarded.headers.kind === 'only' && permits(forwarded.headers, viewerAddressName)
  return {
    ...request,
    query: keepParts(request.query, '&', '&', forwarded.queryStrings),
    headers: {
      'user-agent': 'Amazon CloudFront',
      ...keepHeaders(headers, (name) => isForwarded(name, forwarded.headers)),
      'x-forwarded-for': [headers['x-forwarded-for'], viewer.address].filter(Boolean).join(', '),
      ...(cookie !== '' && { cookie }),
      ...(sendsAddress && { [viewerAddressName]: `${viewer.address}:${viewer.port}` }),
    },
  }
}

function isForwarded(name: string, filter: NameFilter): boolean {
  // CloudFront's own headers are not the viewer's: "all viewer headers" excludes them, and a viewer cannot forge them.
  if (neverForwarded.includes(name) || name.startsWith('cloudfront-')) return false
  return alwaysForwarded.includes(name) || permits(filter, name)
}

function permits(filter: NameFilter, name: string): boolean {
  return filter.names.includes(name) === (filter.kind === 'only')
}

function keepParts(text: string, separator: string | RegExp, joiner: string, filter: NameFilter): string {
  const parts = text.split(separator)
  return parts.filter((part) => permits(filter, part.split('=')[0] ?? '')).join(joiner)
}
