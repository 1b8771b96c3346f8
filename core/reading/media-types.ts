/** Media types by file extension. The content type of an upload is ignored. */
const types: Readonly<Record<string, string>> = {
  aac: 'audio/aac',
  avif: 'image/avif',
  css: 'text/css; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  epub: 'application/epub+zip',
  flac: 'audio/flac',
  geojson: 'application/geo+json',
  gif: 'image/gif',
  gpx: 'application/gpx+xml',
  gz: 'application/gzip',
  ico: 'image/vnd.microsoft.icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  m4a: 'audio/mp4',
  m4b: 'audio/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  ogv: 'video/ogg',
  opus: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  srt: 'application/x-subrip',
  svg: 'image/svg+xml',
  tsv: 'text/tab-separated-values; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
}
/** Extensions of files that could run or carry scripts. Their headers make browsers save them instead of showing them. */
const scriptable = /^(css|gpx|js|svg)$/

/** Returns the extension in lower case, without the full stop; '' if there is none. */
export function fileExtension(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** Returns the type of the audio or video at an address; undefined if its extension is that of neither. */
export function mediaType(address: string): string | undefined {
  const extension = fileExtension(/^[^?#]*/.exec(address)?.[0] ?? '')
  const type = Object.hasOwn(types, extension) ? types[extension] : undefined
  return type !== undefined && /^(?:audio|video)\//.test(type) ? type : undefined
}

/** Returns true if a file of this name may belong to an article. */
export function isFileName(name: string): boolean {
  return Object.hasOwn(types, fileExtension(name))
}

/** Returns the response headers of a file. */
export function fileHeaders(name: string): { readonly contentType: string; readonly disposition: string | undefined } {
  const extension = fileExtension(name)
  const contentType = (Object.hasOwn(types, extension) ? types[extension] : undefined) ?? 'application/octet-stream'
  return { contentType, disposition: scriptable.test(extension) ? 'attachment' : undefined }
}
