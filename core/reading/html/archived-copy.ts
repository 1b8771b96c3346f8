import type { Root } from 'hast'
import { elementsOf, mapElements, property } from '../../html/tree.ts'

const archived = /^(?:https?:)?(?:\/\/web\.archive\.org)?\/web\/(\d{1,14})(?:[a-z]{2}_)?\/(https?:\/\/.+)$/i

/**
 * Makes a page saved from the Wayback Machine link to the pages to which the original linked. Pictures stay in the archive.
 * In any other page, a link to the archive is the author's.
 */
export function withoutArchive(document: Root): Root {
  const isCopy = elementsOf(document).some(
    (element) =>
      /^wm-ipp/.test(property(element, 'id') ?? '') ||
      (element.tagName === 'script' &&
        /^(?:https?:)?\/\/web-static\.archive\.org\//.test(property(element, 'src') ?? '')),
  )
  if (!isCopy) return document
  return mapElements(document, (element) => {
    const href = archived.exec(property(element, 'href') ?? '')
    if (href) return [{ ...element, properties: { ...element.properties, href: href[2] ?? '' } }]
    const source = archived.exec(property(element, 'src') ?? '')
    if (element.tagName !== 'img' || source === null) return [element]
    return [
      {
        ...element,
        properties: { ...element.properties, src: `https://web.archive.org/web/${source[1]}im_/${source[2]}` },
      },
    ]
  })
}
