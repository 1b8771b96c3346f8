import type { Article } from '../articles/article.ts'
import type { Attributes } from './escape-xml.ts'

/** Returns an article's lead image as attributes of Media RSS. Unknown ones are undefined. */
export function mediaContent({ image }: Article): Attributes | undefined {
  if (image === undefined) return undefined
  const { url, type, bytes, width, height } = image
  return { url, medium: 'image', type, fileSize: bytes, width, height }
}

/** Returns the same image as an enclosure, which must state its length and its type. */
export function enclosure({ image }: Article) {
  if (image?.type === undefined || image.bytes === undefined) return undefined
  return { url: image.url, length: image.bytes, type: image.type }
}
