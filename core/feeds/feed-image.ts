import type { Article } from '../articles/article.ts'
import { disguiseText } from './adapt-feed.ts'

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An article's lead image as Media RSS has it. Nothing is said that is not known. */
export function mediaContent({ image }: Article): Attributes | undefined {
  return (
    image && {
      url: disguiseText(image.url),
      medium: 'image',
      type: image.type && disguiseText(image.type),
      fileSize: image.bytes,
      width: image.width,
      height: image.height,
    }
  )
}

/** The same as an enclosure, which must state its length and its type. */
export function enclosure({ image }: Article): { readonly url: string; length: number; type: string } | undefined {
  if (image?.type === undefined || image.bytes === undefined) return undefined
  return { url: disguiseText(image.url), length: image.bytes, type: disguiseText(image.type) }
}
