import type { Element, Root } from 'hast'
import { elementsOf, property } from '../html/tree.ts'
import { longestAddress, mostMedia } from './limits.ts'
import type { Media } from './manuscript.ts'
import { mediaType } from './media-types.ts'

/** Lists the audio and video of a body: first what it plays, then what it links to, without duplicates. */
export function listMedia(body: Root): readonly Media[] {
  const elements = elementsOf(body)
  const found = [...elements.flatMap(playedMedia), ...elements.flatMap(linkedMedia)]
  const byUrl = new Map(found.filter(({ url }) => url.length <= longestAddress).map((media) => [media.url, media]))
  return [...byUrl.values()].slice(0, mostMedia)
}

/** Returns the first source of a player. A player without a file extension or a type plays the usual one. */
function playedMedia(element: Element): readonly Media[] {
  if (!/^(?:audio|video)$/.test(element.tagName)) return []
  const source = [element, ...elementsOf(element)].find((each) => property(each, 'src') !== undefined) ?? element
  const url = property(source, 'src')
  if (url === undefined) return []
  const declared = /^(?:audio|video)\/[\w.+-]+/.exec(property(source, 'type') ?? '')?.[0]
  return [{ url, type: mediaType(url) ?? declared ?? (element.tagName === 'audio' ? 'audio/mpeg' : 'video/mp4') }]
}

function linkedMedia(element: Element): readonly Media[] {
  const url = element.tagName === 'a' ? property(element, 'href') : undefined
  const type = url === undefined || /^(?:mailto|tel):/.test(url) ? undefined : mediaType(url)
  return url === undefined || type === undefined ? [] : [{ url, type }]
}
