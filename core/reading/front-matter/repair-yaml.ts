import { meaningOf } from './field-names.ts'
import { isMark } from './read-marks.ts'

/** YAML that means what its author saw, with the same lines as the original. */
export type RepairedYaml = {
  readonly text: string
  /** The first quotation mark or bracket that is never closed. Its line counts from 0. */
  readonly unclosed: { readonly mark: string; readonly line: number } | undefined
}

/** Lines over which a quoted value or a list may continue. */
const mostContinuations = 100

/** A name with its colon, or the hyphen of an item. A colon without a space may be part of a text. */
const nameOf = /^("[^"\n]*"|'[^'\n]*'|[\p{L}\p{N}_$@.][^:#"'{}[\],\n]{0,60}?)[ \t\u00A0]*:(?=\s|$)[ \t\u00A0]*/u
const gluedName = /^([A-Za-z][\w-]{0,40}):(?!\/\/)(?=\S)/

/** Returns true if YAML would be read without an error, but not as its author meant it: `title: Letters #5`. */
export function isSuspicious(yaml: string): boolean {
  return /(?:: |- )[ \t]*(?:![^!\s<]|&#?\w+;|\{\{|#[^\s#])|\s#[^\s#].*$/m.test(yaml)
}

/**
 * Repairs what other parsers accept, and what people write as if the value were plain text: quoted values that continue in
 * the first column, tabs and no-break spaces as indentation, values with a colon or a special character.
 */
export function repairYaml(yaml: string): RepairedYaml {
  const lines = yaml.split('\n').map(withPlainIndentation)
  const repaired: string[] = []
  let unclosed: RepairedYaml['unclosed']
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? ''
    const { head, value, indent, name } = splitLine(line)
    const block = value === undefined ? undefined : repairValue(value, name, lines, index, indent)
    if (block?.unclosed && unclosed === undefined) unclosed = { mark: block.unclosed, line: index }
    repaired.push(block ? head + block.text : line)
    index++
    for (const more of block?.more ?? []) {
      repaired.push(more)
      index++
    }
  }
  return { text: repaired.join('\n'), unclosed }
}

function withPlainIndentation(line: string): string {
  const start = /^[\s\u00A0]+/.exec(line)?.[0]
  if (start === undefined || /^ *$/.test(start)) return line
  return start.replaceAll('\t', '  ').replace(/[^ ]/g, ' ') + line.slice(start.length)
}

type SplitLine = {
  /** Everything before the value. */
  readonly head: string
  /** Undefined if the line has neither a name nor a hyphen, or is a comment. */
  readonly value: string | undefined
  readonly indent: number
  readonly name: string
}

function splitLine(line: string): SplitLine {
  const hyphens = /^ *(?:-[ \t]+)*/.exec(line)?.[0] ?? ''
  const rest = line.slice(hyphens.length)
  const indent = hyphens.length
  const named = nameOf.exec(rest)
  if (named) {
    const [matched, name = ''] = named
    const head = `${hyphens}${name}: `
    return { head, value: rest.slice(matched.length), indent, name }
  }
  const glued = gluedName.exec(rest)
  if (glued?.[1] && (meaningOf(glued[1]) || isMark(glued[1]))) {
    return { head: `${hyphens}${glued[1]}: `, value: rest.slice(glued[0].length), indent, name: glued[1] }
  }
  const isItem = hyphens.includes('-') && rest !== ''
  return { head: hyphens, value: isItem ? rest : undefined, indent, name: '' }
}

type RepairedValue = {
  readonly text: string
  /** The lines below it that belong to the value. */
  readonly more?: readonly string[]
  readonly unclosed?: string
}

function repairValue(
  value: string,
  name: string,
  lines: readonly string[],
  index: number,
  indent: number,
): RepairedValue {
  const text = value.trim()
  const below = () => lines.slice(index + 1, index + 1 + mostContinuations)
  if (/^[|>][-+0-9]*(?:\s+#.*)?$/.test(text)) return { text, more: blockOf(lines, index, lines[index] ?? '') }
  if (/^["']/.test(text)) return repairQuoted(text, below, indent)
  if (/^\{[{%#]/.test(text)) return { text: literal(text) }
  if (/^[[{]/.test(text)) return repairBrackets(text, below, indent)
  return { text: needsQuotes(text, name) ? literal(text) : text }
}

/** Returns the indented lines of a block scalar, unchanged. */
function blockOf(lines: readonly string[], index: number, line: string): readonly string[] {
  const indent = /^ */.exec(line)?.[0].length ?? 0
  const next = lines.findIndex(
    (each, at) => at > index && each.trim() !== '' && (/^ */.exec(each)?.[0].length ?? 0) <= indent,
  )
  return lines.slice(index + 1, next < 0 ? lines.length : next)
}

/** Repairs a quoted value: further lines are indented, and a value with more text around it is quoted as a whole. */
function repairQuoted(text: string, below: () => readonly string[], indent: number): RepairedValue {
  const quote = text[0] ?? ''
  const end = endOfQuoted(text, quote, 1)
  if (end > 0) {
    const tail = text.slice(end + 1).trim()
    if (/^(?:#.*|)$/.test(tail) && !hasBadEscape(text, quote)) return { text }
    if (/^,\s*(?:#.*|)$/.test(tail) && !hasBadEscape(text, quote)) return { text: text.slice(0, end + 1) }
    return { text: literal(withoutQuotes(text, quote)) }
  }
  const more: string[] = []
  for (const line of below()) {
    const last = endOfQuoted(line, quote, 0)
    more.push(' '.repeat(indent + 2) + line.trimStart())
    if (last >= 0 && /^\s*(?:#.*|,?)$/.test(line.slice(last + 1))) return { text, more }
    if (last >= 0) break
  }
  return { text, unclosed: 'quotation mark' }
}

/** Returns the index of the quotation mark that ends a value, or -1. */
function endOfQuoted(text: string, quote: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    if (quote === '"' && text[index] === '\\') index++
    else if (text[index] === quote) {
      if (quote === "'" && text[index + 1] === "'") index++
      else return index
    }
  }
  return -1
}

/** Returns true for a text such as "C:\Users", in which the backslash is not an escape. */
function hasBadEscape(text: string, quote: string): boolean {
  return (
    quote === '"' &&
    /\\(?:[^0abtnvfre "/\\N_LPxuU\t]|x(?![\da-f]{2})|u(?![\da-f]{4})|U(?![\da-f]{8}))/i.test(
      text.replaceAll('\\\\', ''),
    )
  )
}

function withoutQuotes(text: string, quote: string): string {
  if (text.length < 2 || !text.endsWith(quote)) return text
  const inner = text.slice(1, -1)
  return quote === "'" ? inner.replaceAll("''", "'") : inner.replaceAll('\\"', '"')
}

/** Repairs a list or a mapping in brackets. Text after the closing bracket means that the value is a text: "[Update] Letters". */
function repairBrackets(text: string, below: () => readonly string[], indent: number): RepairedValue {
  const scan = bracketScanner()
  const end = scan(text)
  if (end >= 0) {
    if (!/^\s*(?:#.*|,?\s*)$/.test(text.slice(end + 1))) return { text: literal(text) }
    return { text: text.startsWith('[') ? quoteItems(text.slice(0, end + 1)) : text.slice(0, end + 1) }
  }
  const more: string[] = []
  for (const line of below()) {
    const last = scan(line)
    more.push(' '.repeat(indent + 2) + line.trimStart())
    if (last >= 0) return { text, more }
  }
  return { text, unclosed: 'bracket' }
}

/** Returns a function that reads one line after another and returns the index of the bracket that closes the first, or -1. */
function bracketScanner(): (line: string) => number {
  let depth = 0
  let quote = ''
  return (line) => {
    for (let index = 0; index < line.length; index++) {
      const character = line[index] ?? ''
      if (quote !== '') {
        if (quote === '"' && character === '\\') index++
        else if (character === quote) quote = ''
      } else if (/["']/.test(character) && /[[{,:\s]/.test(line[index - 1] ?? ' ')) quote = character
      else if (/[[{]/.test(character)) depth++
      else if (/[\]}]/.test(character) && --depth === 0) return index
    }
    return -1
  }
}

/** Quotes the items of a simple list that begin with a special character or contain a colon: [@ada, #draft]. */
function quoteItems(list: string): string {
  const inner = list.slice(1, -1)
  if (/["'[\]{}]/.test(inner)) return list
  return `[${inner
    .split(',')
    .map((item) => (needsQuotes(item.trim(), 'tags') ? ` ${literal(item.trim())}` : item))
    .join(',')}]`
}

/** Fields whose texts may contain a number sign after a space. In others, it begins a comment. */
const texts = new Set(['title', 'summary', 'topics', 'keywords', 'authors', 'notice', 'alt'])

function needsQuotes(text: string, name: string): boolean {
  if (/^(?:[@`%,\]}]|[|>]|[-?](?:\s|$))/.test(text)) return true
  if (/^!(?!![a-z]+(?:\s|$))/.test(text)) return true
  if (/^&(?:\w+;|\s|$|#)/.test(text) || (text.startsWith('*') && !/^\*[\w.-]+\s*$/.test(text))) return true
  if (/:(?:\s|$)/.test(text) && !/^[^:]*\s#\s/.test(text)) return true
  return /(?:^|\s)#[^\s#]/.test(text) && (name === '' || texts.has(meaningOf(name) ?? ''))
}

/** Returns a text as a quoted value, without a comment at its end, and without the quotation marks of a word processor. */
function literal(text: string): string {
  const line = text.replace(/\s#\s.*$/, '').trim()
  return JSON.stringify(/^[“„]([^“”„]*)[“”]$/.exec(line)?.[1] ?? line)
}
