import type { Article } from '../articles/article.ts'
import type { Attributes } from './escape-xml.ts'

export type Enclosure = { readonly url: string; readonly length: number | undefined; readonly type: string }

/** Returns an article's lead image, audio and video as attributes of Media RSS. Unknown ones are undefined. */
export function mediaContents({ image, media = [] }: Article): readonly Attributes[] {
  const picture = image && {
    ...{ url: image.url, medium: 'image', type: image.type, fileSize: image.bytes },
    ...{ width: image.width, height: image.height },
  }
  const files = media.map(({ url, type, bytes }) => ({ url, medium: type.split('/', 1)[0], type, fileSize: bytes }))
  return picture ? [picture, ...files] : files
}

/**
 * Returns an article's enclosures: audio, then video, then the lead image if its length and type are known. RSS has only
 * one, the first, so that a podcast client finds the episode.
 */
export function enclosures({ image, media = [] }: Article): readonly Enclosure[] {
  const files = media.map(({ url, type, bytes }) => ({ url, length: bytes, type }))
  const isAudio = ({ type }: Enclosure) => type.startsWith('audio/')
  const picture =
    image?.type === undefined || image.bytes === undefined
      ? []
      : [{ url: image.url, length: image.bytes, type: image.type }]
  return [...files.filter(isAudio), ...files.filter((file) => !isAudio(file)), ...picture]
}
