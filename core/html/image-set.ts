import { longestImageSet } from './limits.ts'

/** One of the files that an `img` offers: its address, and its width or density (HTML, `srcset`). */
type Candidate = { readonly url: string; readonly descriptor: string | undefined }

/** Makes the addresses of a `srcset` absolute. Returns undefined if none of them is a web address. */
export function placeImageSet(text: string, base: string, placeFile: (address: string) => string): string | undefined {
  const placed = readCandidates(text).flatMap(({ url, descriptor }) => {
    const absolute = URL.parse(placeFile(url), base)
    if (absolute?.protocol !== 'https:' && absolute?.protocol !== 'http:') return []
    return [descriptor === undefined ? absolute.href : `${absolute.href} ${descriptor}`]
  })
  return placed.length > 0 ? placed.join(', ') : undefined
}

/** Replaces each address of a `srcset`. */
export function mapImageSet(text: string, replace: (address: string) => string): string {
  return readCandidates(text)
    .map(({ url, descriptor }) => (descriptor === undefined ? replace(url) : `${replace(url)} ${descriptor}`))
    .join(', ')
}

/** Lists the addresses of a `srcset`. */
export function imageSetAddresses(text: string): readonly string[] {
  return readCandidates(text).map(({ url }) => url)
}

/** Pixels. No column of text is wider, on any screen. */
const enoughWidth = 1600

/** Returns the address for programs that do not read a `srcset`: the largest image that is not needlessly large. */
export function imageSetFallback(text: string): string | undefined {
  const sized = readCandidates(text).map(({ url, descriptor = '1x' }) => {
    const number = Number.parseFloat(descriptor)
    return { url, width: descriptor.endsWith('w') ? number : number * (enoughWidth / 2) }
  })
  const [narrowest, ...others] = sized.sort((a, b) => a.width - b.width)
  return (others.findLast(({ width }) => width <= enoughWidth) ?? narrowest)?.url
}

function readCandidates(text: string): readonly Candidate[] {
  const parts = text.slice(0, longestImageSet).split(/(?<=\s[\d.]{1,8}[wx])\s*,|,\s+/)
  return parts.flatMap((part) => {
    const [url = '', descriptor, ...rest] = part.replace(/^[\s,]+|[\s,]+$/g, '').split(/\s+/)
    const isWhole = rest.length === 0 && (descriptor === undefined || /^\d+(\.\d+)?[wx]$/.test(descriptor))
    return url !== '' && isWhole ? [{ url, descriptor }] : []
  })
}
