import type { Element, Root } from 'hast'
import { cleanUrl } from '../../html/sanitize-body.ts'
import { elementsOf, property } from '../../html/tree.ts'
import { type Problem, warning } from '../../problem.ts'
import { cleanLine, cleanText } from '../../text/clean-text.ts'
import { fileReference } from '../file-reference.ts'
import type { Image } from '../manuscript.ts'
import { fileExtension } from '../media-types.ts'

/** Images of a body that may lead. The first that exists does. */
const mostLeads = 10

/**
 * Lists the images of the upload `key` that may lead its article, in the order of the text: not icons, emoji, badges and
 * the invisible images of trackers, and no SVG, which neither mails nor previews of links show.
 * @param tree not sanitized, because names of classes say what an image is for
 * @param body the same, sanitized
 */
export function bodyImages(tree: Root, body: Root, key: string): readonly Image[] {
  const shown = new Set(
    elementsOf(body).flatMap((element) => (isImage(element) ? (property(element, 'src') ?? []) : [])),
  )
  const images = new Map<string, Image>()
  for (const element of elementsOf(tree)) {
    if (images.size >= mostLeads) break
    if (!isImage(element)) continue
    const url = cleanUrl(cleanText(property(element, 'src') ?? ''))
    if (images.has(url) || !shown.has(url) || !isReachable(url, key) || isDecoration(element, url)) continue
    images.set(url, { url, alt: cleanLine((property(element, 'alt') ?? '').slice(0, 1000)) })
  }
  return [...images.values()]
}

function isImage({ tagName }: Element): boolean {
  return tagName === 'img'
}

/** Drops a lead image whose address is neither a web address nor that of a file: nothing can exist there. */
export function checkLead(image: Image | undefined, key: string): { image?: Image; problems: readonly Problem[] } {
  if (image === undefined) return { problems: [] }
  if (isReachable(image.url, key)) return { image, problems: [] }
  const message = `The lead image ${image.url.slice(0, 80)} was left out: it is not the name of a file that can be published.`
  const fix = 'Upload the image beside the article, and give its name with its ending, such as cover.jpg.'
  return { problems: [warning('missing-file', message, { fix })] }
}

function isReachable(url: string, key: string): boolean {
  return /^(?:https?:)?\/\//i.test(url) || fileReference(url, key) !== undefined
}

const decorationNames =
  /\b(?:emoji|smiley|wp-smiley|avatar|gravatar|icon|favicon|logo|badge|latex|math|spacer|pixel|tracking|tracker|beacon)\b/i
const decorationHosts =
  /^(?:https?:)?\/\/[^/]*\b(?:shields\.io|badgen\.net|fury\.io|travis-ci|codecov\.io|coveralls\.io|snyk\.io|gravatar\.com|doubleclick\.net|google-analytics\.com|feedsportal\.com|pixel\.wp\.com|stats\.wordpress\.com|codecogs\.com|list-manage\.com|statcounter\.com|quantserve\.com|scorecardresearch\.com)\b/i
const decorationPaths =
  /^(?:https?:)?\/\/.*(?:\/badges?[/.]|\/emojis?\/|\/twemoji|\/~r\/|\/~ff\/|\/_\/stat\?|\/latex[./?]|\/math\/render\/|[?&]cht=tx|\/tr\?|\/open\.(?:php|aspx)|\/wf\/open\?|\/(?:piwik|matomo)\.php|\/(?:spacer|blank|pixel|transparent|1x1)\.(?:gif|png))/i

/** Returns true for an image that is not a picture: an icon, an emoji, a badge, a formula or a tracker. */
function isDecoration(element: Element, url: string): boolean {
  const { width, height } = sizeOf(element)
  if (Math.min(width, height) < 50 || Math.max(width, height) < 100) return true
  const names = [property(element, 'className'), property(element, 'id'), property(element, 'role')].join(' ')
  if (decorationNames.test(names) || property(element, 'hidden') !== undefined) return true
  if (/display:\s*none|visibility:\s*hidden/i.test(property(element, 'style') ?? '')) return true
  if (/^\p{Extended_Pictographic}/u.test(property(element, 'alt')?.trim() ?? '')) return true
  return (
    fileExtension(/^[^?#]*/.exec(url)?.[0] ?? '') === 'svg' || decorationHosts.test(url) || decorationPaths.test(url)
  )
}

/** Returns the size that the author gave, in pixels. An unknown one counts as large. */
function sizeOf(element: Element): { readonly width: number; readonly height: number } {
  const style = property(element, 'style') ?? ''
  const side = (name: 'width' | 'height') => {
    const stated = new RegExp(`(?:^|[;\\s])${name}:\\s*(\\d{1,5})(?:\\.\\d+)?(px|r?em)?\\s*(?:;|$)`, 'i').exec(style)
    const attribute = /^\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$/.exec(property(element, name) ?? '')
    if (stated) return Number(stated[1]) * (/em/i.test(stated[2] ?? '') ? 16 : 1)
    return attribute ? Number(attribute[1]) : Number.POSITIVE_INFINITY
  }
  return { width: side('width'), height: side('height') }
}
