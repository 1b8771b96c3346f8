import { Readable } from 'node:stream'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import { headerText, keepHeaders, type SiteResponse, type ViewerRequest } from './exchange.ts'

/** The types that CloudFront compresses. The media types of Atom and JSON Feed are not among them. */
const compressibleTypes = new Set(
  `application/dash+xml application/eot application/font application/font-sfnt application/javascript application/json
  application/opentype application/otf application/pdf application/pkcs7-mime application/protobuf application/rss+xml
  application/truetype application/ttf application/vnd.apple.mpegurl application/vnd.mapbox-vector-tile
  application/vnd.ms-fontobject application/wasm application/xhtml+xml application/xml application/x-font-opentype
  application/x-font-truetype application/x-font-ttf application/x-httpd-cgi application/x-javascript
  application/x-mpegurl application/x-opentype application/x-otf application/x-perl application/x-ttf font/eot
  font/opentype font/otf font/ttf image/svg+xml text/css text/csv text/html text/javascript text/js text/plain
  text/richtext text/tab-separated-values text/xml text/x-component text/x-java-source text/x-script
  vnd.apple.mpegurl`.split(/\s+/),
)

/** Bytes. */
const smallest = 1_000
const largest = 10_000_000

/** Compresses a response if CloudFront would: eligible type, status and size, and an encoding that the viewer accepts. */
export function compress(request: ViewerRequest, response: SiteResponse): SiteResponse {
  if (!isCompressible(response)) return response
  const headers = { ...response.headers, vary: addToList(headerText(response, 'vary'), 'Accept-Encoding') }
  const encoding = chooseEncoding(request.headers['accept-encoding'] ?? '')
  if (!encoding) return { ...response, headers }
  const etag = headerText(response, 'etag')
  return {
    status: response.status,
    headers: {
      ...keepHeaders(headers, (name) => name !== 'content-length' && name !== 'accept-ranges'),
      'content-encoding': encoding,
      ...(etag && { etag: etag.startsWith('W/') ? etag : `W/${etag}` }),
    },
    ...(response.body !== undefined && { body: encode(response.body, encoding) }),
  }
}

function isCompressible(response: SiteResponse): boolean {
  const type = headerText(response, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const size = Number(headerText(response, 'content-length'))
  return (
    [200, 403, 404].includes(response.status) &&
    headerText(response, 'content-encoding') === undefined &&
    compressibleTypes.has(type) &&
    size >= smallest &&
    size <= largest
  )
}

function chooseEncoding(accepted: string): 'br' | 'gzip' | undefined {
  const names = accepted.split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    return parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter)) ? [] : [name]
  })
  return (['br', 'gzip'] as const).find((encoding) => names.includes(encoding))
}

function encode(body: string | Buffer | Readable, encoding: 'br' | 'gzip'): Readable {
  const source = body instanceof Readable ? body : Readable.from([body])
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 5 }
  const encoder = encoding === 'br' ? createBrotliCompress({ params: quality }) : createGzip()
  source.once('error', (error) => encoder.destroy(error))
  encoder.once('close', () => source.destroy())
  return source.pipe(encoder)
}

/** Adds a member to a comma-separated header, unless it is there already. */
export function addToList(list: string | undefined, member: string): string {
  const members = list?.split(',').map((each) => each.trim()) ?? []
  return members.some((each) => each.toLowerCase() === member.toLowerCase())
    ? members.join(', ')
    : [...members, member].join(', ')
}
