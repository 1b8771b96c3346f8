import type { Element, Root } from 'hast'
import { type ArchiveLine, endsSentence, joinLines, splitBlocks } from './lines.ts'

type Lines = readonly ArchiveLine[]

const bullet = /^[-*•·‣▪◦–]\s+(?=\S)/
const number = /^(\d{1,3})[.)]\s+(?=\S)/
const quoteMark = /^>\s?/
/** Characters. Lines that were wrapped by hand or by a mail program are not longer. */
const widestWrappedLine = 100

/** Composes lines into paragraphs and, where their shape leaves no doubt, sub-headings, lists and quotations. */
export function composeBody(lines: Lines): Root {
  // A whole page may be indented.
  const margin = lines.reduce((least, { indent }) => Math.min(least, indent), lines[0]?.indent ?? 0)
  const blocks = joinItems(splitBlocks(lines.map((line) => ({ ...line, indent: line.indent - margin }))))
  return {
    type: 'root',
    children: blocks.flatMap((block, index) => composeBlock(block, blocks[index + 1], index === 0)),
  }
}

/** Joins blocks that are items of one list with empty lines between them. */
function joinItems(blocks: readonly Lines[]): readonly Lines[] {
  const groups: ArchiveLine[][] = []
  for (const block of blocks) {
    const above = groups.at(-1)
    if (above && markerOf(above) !== undefined && markerOf(above) === markerOf(block)) above.push(...block)
    else groups.push([...block])
  }
  return groups
}

function markerOf(block: Lines): RegExp | undefined {
  return [bullet, number].find((marker) => marker.test(block[0]?.text ?? ''))
}

function composeBlock(block: Lines, next: Lines | undefined, first: boolean): readonly Element[] {
  if (block.length > 1 && block.every((line) => quoteMark.test(line.text))) {
    return [quote(block.map((line) => ({ ...line, text: line.text.replace(quoteMark, '') })))]
  }
  const list = composeList(block)
  if (list) return list
  if (!first && block.every((line) => line.indent >= 4)) return [quote(block)]
  if (!first && isSubheading(block, next)) return [element('h2', joinLines(block))]
  return paragraphs(block)
}

/** Returns true for a short line that is not a sentence and has a paragraph below it. */
function isSubheading(block: Lines, next: Lines | undefined): boolean {
  const text = joinLines(block)
  if (block.length > 1 || text.length > 70 || text.split(' ').length > 10 || next === undefined) return false
  const below = joinLines(next)
  return (
    /^[\p{Lu}\p{Lt}\p{Lo}\d]/u.test(text) && !/[.!?…:;,”’"')]$/.test(text) && below.length > 60 && endsSentence(below)
  )
}

/** Composes a list of at least two items and the paragraph that introduces it; undefined if the block is not a list. */
function composeList(block: Lines): readonly Element[] | undefined {
  const start = block.findIndex((line) => bullet.test(line.text) || number.exec(line.text)?.[1] === '1')
  const marker = markerOf(block.slice(start, start + 1))
  const items = start < 0 || marker === undefined ? [] : collectItems(block.slice(start), marker)
  if (items.length < 2) return undefined
  const list: Element = {
    type: 'element',
    tagName: marker === bullet ? 'ul' : 'ol',
    properties: {},
    children: items.map((item) => element('li', item)),
  }
  return start === 0 ? [list] : [...paragraphs(block.slice(0, start)), list]
}

/** Returns no items if a line is neither an item nor an indented continuation, or if the numbers do not count up from 1. */
function collectItems(lines: Lines, marker: RegExp): readonly string[] {
  const items: string[] = []
  const indent = lines[0]?.indent ?? 0
  for (const line of lines) {
    const match = marker.exec(line.text)
    if (match) {
      if (match[1] !== undefined && Number(match[1]) !== items.length + 1) return []
      items.push(line.text.slice(match[0].length))
    } else if (line.indent > indent) items.push(joinLines([{ text: items.pop() ?? '' }, line]))
    else return []
  }
  return items
}

/** Joins wrapped lines into one paragraph. If a line is long, or if every line ends a sentence, each line is a paragraph. */
function paragraphs(block: Lines): readonly Element[] {
  const parts = splitAtIndents(block)
  if (parts.length > 1) return parts.flatMap(paragraphs)
  const isWrapped =
    block.slice(0, -1).every((line) => line.text.length <= widestWrappedLine) &&
    !block.every((line) => /[.!?…][”’"')\]]*$/.test(line.text))
  return isWrapped ? [element('p', joinLines(block))] : block.map((line) => element('p', line.text))
}

/** Splits paragraphs that are separated by indented first lines instead of empty lines. */
function splitAtIndents(block: Lines): readonly Lines[] {
  const indent = block[0]?.indent ?? 0
  if (indent < 2 || block.every((line) => line.indent >= indent)) return [block]
  return splitBlocks(block.map((line, index) => ({ ...line, gap: index > 0 && line.indent >= indent ? 1 : 0 })))
}

function quote(lines: Lines): Element {
  return { type: 'element', tagName: 'blockquote', properties: {}, children: [...paragraphs(lines)] }
}

function element(tagName: string, text: string): Element {
  return { type: 'element', tagName, properties: {}, children: [{ type: 'text', value: text }] }
}
