import { TooComplexError } from './too-complex-error.ts'

/** Words within one tag; a parser compares each attribute with all those before it. */
const mostAttributes = 3000

/**
 * Refuses a tag of thousands of attributes before a parser sees it, in time linear in the text.
 * @throws {TooComplexError}
 */
export function checkTags(html: string): void {
  const opening = /<[a-zA-Z]/g
  for (let match = opening.exec(html); match !== null; match = opening.exec(html)) {
    opening.lastIndex = endOfTag(html, match.index + 1)
  }
}

function endOfTag(html: string, start: number): number {
  let words = 0
  for (let index = start; index < html.length; index++) {
    const character = html[index]
    if (character === '>') return index
    if (character === '=') index = endOfValue(html, index + 1)
    else if (character === ' ' || character === '\n' || character === '\t' || character === '/') words++
    if (words > mostAttributes) {
      throw new TooComplexError(`one of its tags has more than ${mostAttributes.toLocaleString('en')} attributes`)
    }
  }
  return html.length
}

/** The index of the last character of a quoted value; of anything else, the one before `start`. */
function endOfValue(html: string, start: number): number {
  let index = start
  while (index < html.length && /\s/.test(html[index] ?? '')) index++
  const quote = html[index]
  if (quote !== '"' && quote !== "'") return start - 1
  const end = html.indexOf(quote, index + 1)
  return end < 0 ? html.length : end
}
