/** A line with text in it. */
export type ArchiveLine = {
  /** Without spaces around it, with single spaces in it. */
  readonly text: string
  /** 1-based, in the file. */
  readonly number: number
  /** Spaces it is set in by; a tab is four. */
  readonly indent: number
  /** Empty lines above it. */
  readonly gap: number
}

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

/** Lines from the end of the text in which a rule belongs to the footer. */
const longestTail = 20

/** Leaves out lines drawn from hyphens and the like above the text and below it, where they only set things off. */
export function withoutRules(lines: readonly ArchiveLine[]): readonly ArchiveLine[] {
  const firstProse = lines.findIndex((line) => isProse(line.text))
  const lastProse = lines.findLastIndex((line) => isProse(line.text))
  const inText = (index: number) => index > firstProse && (index < lastProse || index < lines.length - longestTail)
  const kept: ArchiveLine[] = []
  let gap = 0
  lines.forEach((line, index) => {
    if (/^(?:([-=_*~#+])\s?)(?:\1\s?)+\1?$/.test(line.text) && line.text.length > 2 && !inText(index)) {
      gap += line.gap + 1
      return
    }
    kept.push(gap === 0 ? line : { ...line, gap: line.gap + gap })
    gap = 0
  })
  return kept
}

/** Runs of lines without empty lines between them. */
export function splitBlocks(lines: readonly ArchiveLine[]): readonly (readonly ArchiveLine[])[] {
  const blocks: ArchiveLine[][] = []
  for (const line of lines) {
    const last = blocks.at(-1)
    if (last === undefined || line.gap > 0) blocks.push([line])
    else last.push(line)
  }
  return blocks
}

export function joinLines(lines: readonly ArchiveLine[]): string {
  return lines.map((line) => line.text).join(' ')
}

/** Ends as a sentence does, perhaps within quotation marks or brackets. */
export function endsSentence(text: string): boolean {
  return /[.!?…:;,。！？][”’"')\]»]*$/.test(text)
}

/** Ends with a full stop that belongs to its last word: "U.S.", "Alphabet Inc." */
export function endsAbbreviated(text: string): boolean {
  return /\b(?:(?:\p{L}\.){2,}|(?:Inc|Ltd|Corp|Co|Bros|Jr|Sr|St|No|vs|etc)\.)$/u.test(text)
}

/** Too long to be a title, or written as a paragraph is. */
export function isProse(text: string): boolean {
  return text.length > 200 || (text.length > 120 && endsSentence(text))
}

/** Goes on where the line above it broke off. */
export function continues(text: string): boolean {
  return /^\p{Ll}/u.test(text)
}
