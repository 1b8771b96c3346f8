/**
 * One line of plain text from anything an editor, an upload or a setting may hold: without control characters, line
 * breaks, lone surrogates and Unicode noncharacters, so that it can neither inject a header nor forge a seam.
 */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp} ]+/gu, ' ')
    .trim()
}

/** Text or HTML of several lines, without what could forge a seam. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\p{Noncharacter_Code_Point}+/gu, '')
}

/** Cuts at a space where there is one near the end. `length` is in UTF-16 code units, the ellipsis included. */
export function shortenLine(line: string, length: number): string {
  if (line.length <= length) return line
  const cut = line
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  const space = cut.lastIndexOf(' ')
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}
