import type { Element } from 'hast'
import { property } from './tree.ts'

/** Dark colours by name, in hexadecimal. */
const namedColors: Readonly<Record<string, string>> = {
  black: '000000',
  darkblue: '00008b',
  darkgreen: '006400',
  darkslategray: '2f4f4f',
  darkslategrey: '2f4f4f',
  dimgray: '696969',
  dimgrey: '696969',
  maroon: '800000',
  midnightblue: '191970',
  navy: '000080',
  windowtext: '000000',
}
/** Luma, 0 to 255 (ITU-R BT.601). Darker text cannot be read on a dark background. */
const darkestReadable = 110

/** Returns the colour of an element's text if the text cannot be read on a dark background. */
export function darkTextColor(element: Element): string | undefined {
  const style = /(?:^|;)\s*color\s*:\s*([^;]{1,60})/i.exec(property(element, 'style') ?? '')?.[1]
  const color = (style ?? (element.tagName === 'font' ? property(element, 'color') : undefined))?.trim().toLowerCase()
  const channels = color === undefined ? undefined : channelsOf(color.replace(/\s*!important$/, ''))
  if (channels === undefined) return undefined
  const [red = 0, green = 0, blue = 0] = channels
  return 0.299 * red + 0.587 * green + 0.114 * blue < darkestReadable ? color : undefined
}

/** Returns red, green and blue, each 0 to 255. */
function channelsOf(color: string): readonly number[] | undefined {
  const hex = namedColors[color] ?? /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(color)?.[1]
  if (hex !== undefined) {
    const pairs = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? [])
    return pairs.map((pair) => Number.parseInt(pair, 16))
  }
  return /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b/.exec(color)?.slice(1).map(Number)
}
