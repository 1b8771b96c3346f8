/** Characters. Shorter addresses do not make a paragraph too long. */
const longAddress = 500
const start = /data:image\/([\w.+-]{1,40})((?:;[\w=.+-]{1,60}){0,4}),\s?/gi

/** A text without the long `data:` addresses of images, and a function that puts them back into another text. */
export type ShortenedText = { readonly text: string; readonly restore: (text: string) => string }

/**
 * Replaces the contents of images inside a text by numbers. They are left out of the article, but may be longer than a
 * paragraph. A code block that shows such an address keeps it: the caller restores all text. Takes linear time.
 */
export function shortenDataPictures(text: string): ShortenedText {
  const contents: string[] = []
  let shortened = ''
  let copied = 0
  let lastEnd = -1
  const endOfDrawing = (from: number) => {
    if (lastEnd < from) lastEnd = text.indexOf('</svg>', from)
    if (lastEnd < 0) lastEnd = text.length // there is none in the rest of the text
    return lastEnd === text.length ? from : lastEnd + '</svg>'.length
  }
  start.lastIndex = 0
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const from = match.index + match[0].length
    const isDrawing = text.startsWith('<svg', from)
    const end = isDrawing ? endOfDrawing(from) : endOfAddress(text, from)
    start.lastIndex = end
    if (end - from < (isDrawing ? 1 : longAddress)) continue
    shortened += `${text.slice(copied, match.index)}data:image/${match[1]},cut${contents.length}.`
    contents.push(text.slice(match.index, end))
    copied = end
  }
  if (contents.length === 0) return { text, restore: (other) => other }
  const restore = (other: string) =>
    other.replace(/data:image\/[\w.+-]{1,40},cut(\d{1,7})\./g, (cut, number) => contents[Number(number)] ?? cut)
  return { text: shortened + text.slice(copied), restore }
}

function endOfAddress(text: string, from: number): number {
  const delimiter = /[\s"'()<>\]\\`]/g
  delimiter.lastIndex = from
  return delimiter.exec(text)?.index ?? text.length
}
