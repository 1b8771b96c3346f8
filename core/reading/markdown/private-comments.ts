import { error, mostOfRule, type Problem, warning } from '../../problem.ts'
import { lineCounter } from '../../text/line-counter.ts'

/** A text without private comments, with the same lines. */
type WithoutComments = {
  readonly text: string
  /** The lines of tags such as `#draft`, from 1. */
  readonly hashtags: readonly { readonly tag: string; readonly line: number }[]
  readonly problems: readonly Problem[]
}

/** The beginnings of comments of Obsidian, CriticMarkup, MDX, Liquid, Hugo, Handlebars, Nunjucks, kramdown, ERB and Org. */
const beginnings =
  /<!--|%%|\{>>|\{--(?!\})|\{\/\*|\{%-?\s{0,9}(?:comment\b[^%\n]{0,99}%\}|#)|\{\{-?\s{0,9}\/\*|\{\{!(?:--)?|\{\{[<%]\s{0,9}comment\s{0,9}[>%]\}\}|\{#(?=\s)|\{::comment\s{0,9}\}|<%(?:#|--)|^[ \t]{0,40}#\+begin_comment\b/
/** Code, in which there are no comments: a fence or a span of Markdown, and elements of HTML. */
const code = /^([ \t>]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,40})?)(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*|\\[`%]|`+/
const codeElements = /<(?:pre|code|script|style|textarea|xmp|kbd|samp)\b/
/** Link definitions that are comments, and hashtags. */
const lines = /^ {0,3}\[(?:\/\/|_?comment|#)\]:[^\n]*|(?<=^|\s)#[\p{L}][\p{L}\p{N}_/-]{1,40}/u

const tokens = oneOf(code, beginnings, lines)
const htmlTokens = oneOf(codeElements, beginnings)

function oneOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'gimu')
}

/** Beginnings that are text if no end follows. */
const unlessClosed = /^(?:\{#|\{--|\{%[-\s]*#|<%)/

/** The ends of comments, by the first characters of their beginnings. */
const ends: readonly (readonly [string, RegExp])[] = [
  ['%%', /%%/g],
  ['{>>', /<<\}/g],
  ['{--', /--\}/g],
  ['{/*', /\*\/\s{0,9}\}/g],
  ['{{!--', /--\}\}/g],
  ['{{!', /\}\}/g],
  ['{{<', /\{\{[<%]\s{0,9}\/comment\s{0,9}[>%]\}\}/g],
  ['{{%', /\{\{[<%]\s{0,9}\/comment\s{0,9}[>%]\}\}/g],
  ['{{', /\*\/\s{0,9}-?\}\}/g],
  ['{%#', /%\}/g],
  ['{%', /\{%-?\s{0,9}endcomment\s{0,9}-?%\}/g],
  ['{#', /#\}/g],
  ['{::', /\{:\/(?:comment)?\s{0,9}\}/g],
  ['<%--', /--%>/g],
  ['<%', /%>/g],
  ['<!--', /-->/g],
  ['#+', /^[ \t]*#\+end_comment\b/gim],
]

/**
 * Removes comments that programs do not show to readers: `%%…%%` of Obsidian, `{>>…<<}` of CriticMarkup, and comments of
 * template languages. In code they are text. A comment that is never closed is an error, because what follows may be private.
 * @param lineOffset lines of the upload above `text`
 * @param form `page`: a whole HTML page, which may be the output of a program, so that fewer signs are comments. `plain`: a
 * text in which HTML comments must be removed, too, because nothing parses it later
 */
export function removePrivateComments(
  text: string,
  lineOffset: number,
  form: 'markdown' | 'plain' | 'fragment' | 'page' = 'markdown',
): WithoutComments {
  if (!/%%|\{[->/%{#:]|\]:|#|<[!%]/.test(text)) return { text, hashtags: [], problems: [] }
  const kept: string[] = []
  const problems: Problem[] = []
  const hashtags: { tag: string; line: number }[] = []
  const lineAt = lineCounter(text, lineOffset + 1)
  const fenceEnd = fenceEnds(text)
  const spanEnd = spanEnds(text)
  const commentEnd = commentEnds(text)
  const isHtml = form === 'fragment' || form === 'page'
  const token = new RegExp(isHtml ? htmlTokens : tokens)
  const lastEnd = text.lastIndexOf('-->')
  let from = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [opening, prefix = '', fence] = match
    const start = match.index
    if (opening.startsWith('\\')) continue
    if (fence !== undefined) token.lastIndex = fenceEnd(token.lastIndex, prefix, fence)
    else if (opening.startsWith('`')) token.lastIndex = spanEnd(start, opening.length)
    else if (opening === '<!--' && (form !== 'plain' || start + 2 > lastEnd)) {
      const end = start + 2 > lastEnd ? undefined : endAfter(text, /-->/g, start + 2)
      if (!isHtml && end === undefined && /(?:^|\n) {0,3}$/.test(text.slice(Math.max(0, start - 4), start))) {
        problems.push(neverClosed(opening, lineAt(start)))
        break
      }
      token.lastIndex = end ?? token.lastIndex
    } else if (/^<[a-z]/i.test(opening)) {
      token.lastIndex = endAfter(text, new RegExp(`</${opening.slice(1)}`, 'gi'), start) ?? text.length
    } else if (/^#\p{L}/u.test(opening)) hashtags.push({ tag: opening, line: lineAt(start) })
    else if (form === 'page' && /^(%%|\{>>|\{\/\*)$/.test(opening)) continue
    else if (opening !== '%%' || !isInAddress(text, start)) {
      const end = opening.includes(']:')
        ? endOfReference(text, start, token.lastIndex)
        : commentEnd(opening, token.lastIndex)
      const mayBeText = unlessClosed.test(opening) || (opening === '%%' && /\d/.test(text[start - 1] ?? ''))
      if (end === undefined && mayBeText) continue
      if (end === undefined) {
        problems.push(neverClosed(opening, lineAt(start)))
        break
      }
      if (problems.length < mostOfRule) problems.push(removed(text.slice(start, end), lineAt(start)))
      kept.push(text.slice(from, start), '\n'.repeat(text.slice(start, end).split('\n').length - 1))
      from = end
      token.lastIndex = end
    }
  }
  return { text: kept.length === 0 ? text : kept.join('') + text.slice(from), hashtags, problems }
}

function endAfter(text: string, pattern: RegExp, start: number): number | undefined {
  const end = new RegExp(pattern)
  end.lastIndex = start
  return end.exec(text) === null ? undefined : end.lastIndex
}

/**
 * Returns a function that finds the end of a fenced block. In a quotation or a list, the block ends with these at the
 * latest. Below a fence that is never closed, comments are removed, because it may be a part of other code.
 */
function fenceEnds(text: string): (start: number, prefix: string, fence: string) => number {
  const unclosed = new Map<string, number>()
  return (start, prefix, fence) => {
    const character = fence[0] ?? '`'
    const length = Math.min(fence.length, 200)
    if (length >= (unclosed.get(character) ?? Number.POSITIVE_INFINITY)) return start
    const closing = endAfter(text, new RegExp(`^[ \\t>]{0,40}${character}{${length},}[ \\t]*$`, 'gm'), start)
    if (closing === undefined) {
      unclosed.set(character, length)
      return start
    }
    const outside = prefix.includes('>') ? /^(?![ \t]*>)/gm : prefix.length > 1 ? /^ ?(?=\S)/gm : undefined
    const block = text.slice(start + 1, closing)
    return outside ? start + 1 + (endAfter(block, outside, 0) ?? block.length) : closing
  }
}

/**
 * Returns a function that finds the end of a code span: the next run of as many backticks in the same paragraph. Without
 * one, the backticks are text.
 */
function spanEnds(text: string): (start: number, length: number) => number {
  const runs = new Map<number, number[]>()
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const positions = runs.get(run.length)
    if (positions) positions.push(index)
    else runs.set(run.length, [index])
  }
  const passed = new Map<number, number>()
  let paragraphEnd = -1
  return (start, length) => {
    if (paragraphEnd < start) paragraphEnd = (endAfter(text, /\n[ \t>]*\n/g, start) ?? text.length + 1) - 1
    const positions = runs.get(length) ?? []
    let next = passed.get(length) ?? 0
    while (next < positions.length && (positions[next] ?? 0) <= start) next++
    passed.set(length, next)
    const end = positions[next]
    return end === undefined || end > paragraphEnd ? start + length : end + length
  }
}

/** Returns true for `%%` in an address, such as `https://example.org/a%%20b`, or in a word such as `50%%`. */
function isInAddress(text: string, start: number): boolean {
  const before = /[^\s<>()"'[\]]*$/.exec(text.slice(Math.max(0, start - 300), start))?.[0] ?? ''
  const after = text.slice(start + 2, start + 5)
  return /:\/\/|^www\.|\//i.test(before) || (/[\w/]$/.test(before) && /^[\da-f]{2}/i.test(after))
}

/** Returns a function that finds the end of a comment. It searches only once for an end that does not exist. */
function commentEnds(text: string): (opening: string, start: number) => number | undefined {
  const missing = new Set<RegExp>()
  return (opening, start) => {
    const head = opening.trim().replace(/^\{%[-\s]*#/, '{%#')
    const pattern = ends.find(([beginning]) => head.startsWith(beginning))?.[1]
    if (pattern === undefined || missing.has(pattern)) return undefined
    const end = endAfter(text, pattern, start)
    if (end === undefined) missing.add(pattern)
    return end
  }
}

/** Characters of a comment of several lines in a link definition. */
const longestReference = 1000

/** Returns the end of `[//]: # (…)`, which may continue over several lines of a paragraph. */
function endOfReference(text: string, start: number, lineEnd: number): number {
  const line = text.slice(start, lineEnd).trimEnd()
  const [head = '', opening] = /^[^:]*:\s*(?:#|<[^<>]*>)?\s*([("'])/.exec(line) ?? []
  const close = opening === '(' ? ')' : opening
  if (close === undefined || (line.length > head.length && line.endsWith(close))) return lineEnd
  const [paragraph = ''] = text.slice(lineEnd, lineEnd + longestReference).split(/\n[ \t]*\n/, 1)
  const end = paragraph.split('\n').findIndex((each) => each.trimEnd().endsWith(close))
  return end < 0
    ? lineEnd
    : lineEnd +
        paragraph
          .split('\n')
          .slice(0, end + 1)
          .join('\n').length
}

function removed(comment: string, line: number): Problem {
  const lines = comment.split('\n').length
  const message = lines === 1 ? 'A private comment was removed.' : `A private comment of ${lines} lines was removed.`
  return warning('private-comment', message, {
    line,
    fix: 'Readers do not see it. If it belongs to the text, remove the signs around it.',
  })
}

function neverClosed(opening: string, line: number): Problem {
  const message = `The comment that begins with "${opening.slice(0, 20)}" is never closed, so the text below it may be private.`
  return error('unclosed-comment', message, { line, fix: 'Close the comment, or write the signs as code.' })
}
