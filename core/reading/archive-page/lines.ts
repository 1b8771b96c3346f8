import { isWideBreak } from '../../html/join-lines.ts'

/** A line that is not empty. */
export type ArchiveLine = {
  /** Trimmed, with single spaces. */
  readonly text: string
  /** 1-based, in the file. */
  readonly number: number
  /** Leading spaces; a tab counts as four. */
  readonly indent: number
  /** Empty lines above it. */
  readonly gap: number
}

/** Splits a text into lines and omits the empty ones. */
export function splitLines(text: string): readonly ArchiveLine[] {
  const lines: ArchiveLine[] = []
  let gap = 0
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim().replace(/[^\S\u00A0]+/g, ' ')
    if (line === '') {
      gap++
      return
    }
    const indent = (/^\s*/.exec(raw)?.[0] ?? '').replaceAll('\t', '    ').length
    lines.push({ text: line, number: index + 1, indent, gap })
    gap = 0
  })
  return lines
}

/** Lines at the end of a page. A rule among them belongs to the footer. */
const longestTail = 20

/** Removes rules drawn with hyphens and the like above and below the text, where they only separate blocks. */
export function withoutRules(lines: readonly ArchiveLine[]): readonly ArchiveLine[] {
  const firstProse = lines.findIndex((line) => isProse(line.text))
  const lastProse = lines.findLastIndex((line) => isProse(line.text))
  const inText = (index: number) => index > firstProse && (index < lastProse || index < lines.length - longestTail)
  const others: ArchiveLine[] = []
  let gap = 0
  lines.forEach((line, index) => {
    if (/^(?:([-=_*~#+])\s?)(?:\1\s?)+\1?$/.test(line.text) && line.text.length > 2 && !inText(index)) {
      gap += line.gap + 1
      return
    }
    others.push(gap === 0 ? line : { ...line, gap: line.gap + gap })
    gap = 0
  })
  return others
}

/** Groups lines that have no empty lines between them. */
export function splitBlocks(lines: readonly ArchiveLine[]): readonly (readonly ArchiveLine[])[] {
  const blocks: ArchiveLine[][] = []
  for (const line of lines) {
    const last = blocks.at(-1)
    if (last === undefined || line.gap > 0) blocks.push([line])
    else last.push(line)
  }
  return blocks
}

/** Joins lines with spaces, except between two Chinese or Japanese characters. */
export function joinLines(lines: readonly Pick<ArchiveLine, 'text'>[]): string {
  return lines
    .map(({ text }, index) => {
      const above = lines[index - 1]
      return above === undefined || isWideBreak(above.text, text) ? text : ` ${text}`
    })
    .join('')
}

/** Returns true if a text ends like a sentence, perhaps within quotation marks or brackets. */
export function endsSentence(text: string): boolean {
  return /[.!?…:;,。！？][”’"')\]»]*$/.test(text)
}

/** Returns true if the full stop at the end belongs to an abbreviation: "U.S.", "Alphabet Inc." */
export function endsAbbreviated(text: string): boolean {
  return /\b(?:(?:\p{L}\.){2,}|(?:Inc|Ltd|Corp|Co|Bros|Jr|Sr|St|No|vs|etc)\.)$/u.test(text)
}

/** Returns true for a line that is too long for a title, or that is a long sentence. */
export function isProse(text: string): boolean {
  return text.length > 200 || (text.length > 120 && endsSentence(text))
}

/** Returns true for a line that continues the sentence of the line above. */
export function continues(text: string): boolean {
  return /^\p{Ll}/u.test(text)
}
