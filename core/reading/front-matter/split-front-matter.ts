import { error, type Problem } from '../../problem.ts'
import { longestFrontMatter } from '../limits.ts'
import { meaningOf } from './field-names.ts'
import { isPlainMark } from './read-marks.ts'

/** One block of fields at the top of a file. A file may have several, one below the other. */
export type FieldBlock = {
  readonly syntax: 'yaml' | 'toml' | 'json' | 'lines'
  readonly source: string
  /** Number of its first line in the file. */
  readonly firstLine: number
}

export type SplitFile = {
  readonly blocks: readonly FieldBlock[]
  readonly body: string
  /** Lines of the file above the body. */
  readonly bodyOffset: number
  readonly problems: readonly Problem[]
}

/** A block that begins at an index, and the index of its end; or why it cannot be read. */
type Finding = { readonly block: FieldBlock | undefined; readonly end: number } | { readonly problem: Problem }

const mostBlocks = 4

/**
 * Finds front matter at the top of a file: between fences (`---`, `+++`, `;;;`), as a JSON object or in a comment. Blocks
 * that have no fields, such as text between two thematic breaks, belong to the body.
 */
export function splitFrontMatter(text: string): SplitFile {
  const blocks: FieldBlock[] = []
  const result = (end: number, problems: readonly Problem[] = []): SplitFile => ({
    blocks,
    body: text.slice(end),
    bodyOffset: countLines(text, end),
    problems,
  })
  let end = 0
  for (let count = 0; count < mostBlocks; count++) {
    const found = findBlock(text, end)
    if (found === undefined) break
    if ('problem' in found) return result(end, [found.problem])
    if (found.block) blocks.push(found.block)
    end = found.end
  }
  return result(end)
}

/** Finds the next block. Comments, a doctype and empty lines may stand above it. */
function findBlock(text: string, start: number): Finding | undefined {
  let at = start
  for (let count = 0; count < 20; count++) {
    at += /^\s*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0
    const comment = text.startsWith('<!--', at) ? text.indexOf('-->', at) : -1
    if (comment >= 0) {
      const block = commentBlock(text, at, comment)
      if (block) return { block, end: comment + 3 }
      at = comment + 3
      continue
    }
    const declaration = /^(?:<!doctype\b[^>]{0,300}>|<\?xml\b[^>]{0,300}>|%YAML [\d.]+\n)/i.exec(
      text.slice(at, at + 400),
    )
    if (!declaration) break
    at += declaration[0].length
  }
  const found = fencedBlock(text, at) ?? jsonBlock(text, at)
  return found && 'problem' in found ? { problem: { ...found.problem, line: countLines(text, at) + 1 } } : found
}

function countLines(text: string, end: number): number {
  let lines = 0
  for (let index = text.indexOf('\n'); index >= 0 && index < end; index = text.indexOf('\n', index + 1)) lines++
  return lines
}

/** Reads fields in a comment, as Nikola and some editors write them. */
function commentBlock(text: string, start: number, end: number): FieldBlock | undefined {
  if (end - start > longestFrontMatter) return undefined
  const inner = text
    .slice(start + 4, end)
    .replace(/^[ \t]*-{3,}/, '')
    .replace(/\n[ \t]*-{2,}\s*$/, '')
  const lines = inner.split('\n').filter((line) => line.trim() !== '')
  const isFields = lines.length > 0 && lines.every((line) => /^\s*(?:\.\. |- |[\w-]+ ?:(?:\s|$)|\s+\S)/.test(line))
  if (!isFields || !lines.some((line) => isKnownName(/^\s*(?:\.\. )?([\w-]+) ?:/.exec(line)?.[1]))) return undefined
  const firstLine = countLines(text, text.indexOf(inner, start)) + 1
  const isNikola = lines.some((line) => line.trimStart().startsWith('.. '))
  return { syntax: isNikola ? 'lines' : 'yaml', source: inner, firstLine }
}

function isKnownName(name: string | undefined): boolean {
  return name !== undefined && (meaningOf(name) !== undefined || isPlainMark(name))
}

/** The fences of each family. Word processors turn three hyphens into a dash, and converters into another rule. */
const families: readonly { readonly open: RegExp; readonly close: RegExp }[] = [
  { open: /^(?:\\?-{3,})[ \t]*([A-Za-z]*)[ \t]*(?:#.*)?\n/, close: /^(?:\\?-{3,}|\.{3}|—-?|–-)[ \t]*$/m },
  { open: /^(?:—{1,3}-?|–{1,3}-?)[ \t]*()\n/, close: /^(?:—{1,3}-?|–{1,3}-?|-{3,})[ \t]*$/m },
  { open: /^(?:(?:\* ?){3,}|_{3,}|-( ?-){2,})[ \t]*()\n/, close: /^(?:(?:\* ?){3,}|_{3,}|(?:- ?){3,})[ \t]*$/m },
  { open: /^\+{3,}[ \t]*([A-Za-z]*)[ \t]*\n/, close: /^\+{3,}[ \t]*$/m },
  { open: /^;{3,}[ \t]*([A-Za-z]*)[ \t]*\n/, close: /^;{3,}[ \t]*$/m },
]

function fencedBlock(text: string, start: number): Finding | undefined {
  const opening = text.slice(start, start + 200)
  const family = families.find(({ open }) => open.test(opening))
  const matched = family?.open.exec(opening)
  if (!family || !matched) return undefined
  const [fence] = matched
  const language = matched.at(-1)?.toLowerCase() ?? ''
  const contentStart = start + fence.length
  const window = text.slice(contentStart, contentStart + longestFrontMatter + 1)
  const closing = family.close.exec(window)
  const content = window.slice(0, closing?.index ?? window.length)
  const syntax = syntaxOf(fence, language, content)
  if (syntax === undefined) return { problem: otherLanguage(fence.trim()) }
  const isStrict = /^[-\\+;]/.test(fence) && !fence.startsWith('- ')
  if (!hasFields(content, syntax, closing !== null, isStrict)) {
    const isEmpty = closing !== null && isStrict && content.trim() === ''
    return isEmpty ? { block: undefined, end: contentStart + closing.index + closing[0].length } : undefined
  }
  if (closing === null)
    return {
      problem: window.length > longestFrontMatter ? tooLong(text, contentStart, family.close) : unclosed(fence.trim()),
    }
  const source =
    syntax === 'json' && !/^\s*\{/.test(content) ? `{${content.trimEnd().replace(/,$/, '')}}` : content.trimEnd()
  return {
    block: { syntax, source, firstLine: countLines(text, contentStart) + 1 },
    end: contentStart + closing.index + closing[0].length,
  }
}

function syntaxOf(fence: string, language: string, content: string): FieldBlock['syntax'] | undefined {
  if (language === 'toml') return 'toml'
  if (language === 'json' || language === 'jsonc') return 'json'
  if (language !== '' && !/^ya?ml$/.test(language)) return undefined
  if (fence.startsWith(';')) return 'json'
  if (fence.startsWith('+')) return 'toml'
  return /^\s*[\w-]+\s*=\s*["'[\d]/.test(content) && !/^[\w-]+:\s/m.test(content) ? 'toml' : 'yaml'
}

/** Returns true if the text between two fences has fields, rather than being a paragraph between two rules. */
function hasFields(content: string, syntax: FieldBlock['syntax'], isClosed: boolean, isStrict: boolean): boolean {
  if (syntax === 'toml') return /^\s*(?:[\w."'-]+\s*=|\[)/m.test(content)
  if (syntax === 'json') return /^\s*[{"]/.test(content)
  const lines = content.split('\n').filter((line) => !/^\s*(?:#.*)?$/.test(line))
  const name = nameIn(lines[0] ?? '')
  if (name !== undefined && (isStrict || isKnownName(name))) return true
  if (isStrict && isClosed && /^\s*(?:\{|\? |<<:)/.test(lines[0] ?? '')) return true
  // Whatever else a closed block contains, it is not printed if one of its lines is a field.
  return isClosed && lines.some((line) => isKnownName(nameIn(line)))
}

/** Returns the name in a line of YAML. A colon without a space must follow a familiar name. */
function nameIn(line: string): string | undefined {
  const [, , name, space] = /^\s*(["']?)([\p{L}\p{N}_$@.-]+(?: [\p{L}\p{N}_-]+)?)\1\s*:(\s|$)?/u.exec(line) ?? []
  if (name === undefined) return undefined
  return (space !== undefined && !name.includes(' ')) || isKnownName(name) ? name : undefined
}

/** What no other JSON object than an article's has. */
const articleFields = new Set(['title', 'date', 'updated', 'topics', 'slug'])

/** Reads a JSON object at the top of a file, if it has a familiar name. Any other object belongs to the text. */
function jsonBlock(text: string, start: number): Finding | undefined {
  const opening = /^\{\s*["'\w}]/.test(text.slice(start, start + 1000))
  // Hexo writes the entries without braces, above a line ";;;".
  const bare = opening ? null : /^"[\w-]+"\s*:/.exec(text.slice(start, start + 100))
  if (!opening && !bare) return undefined
  const window = text.slice(start, start + longestFrontMatter + 1)
  const end = opening ? endOfObject(window) : (/^;{3,}[ \t]*$/m.exec(window)?.index ?? -1)
  const object = end < 0 ? window : window.slice(0, end)
  const names = [...object.slice(0, 4000).matchAll(/["']?([\w-]+)["']?\s*:/g)].map(([, name = '']) => name)
  const isFamiliar = names.some((name) => isPlainMark(name) || articleFields.has(meaningOf(name) ?? ''))
  if (!isFamiliar) return undefined
  const firstLine = countLines(text, start) + 1
  if (opening && end >= 0) return { block: { syntax: 'json', source: object, firstLine }, end: start + end }
  if (!opening && end >= 0) {
    const source = `{${object.trimEnd().replace(/,$/, '')}}`
    return { block: { syntax: 'json', source, firstLine }, end: start + end + 3 }
  }
  return opening && /^\{\s*["']?[\w-]+["']?\s*:/.test(object) ? { problem: unclosed('{') } : undefined
}

/** Returns the index after the brace that closes the first one, or -1. */
function endOfObject(text: string): number {
  let depth = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (isQuoted) {
      if (character === '\\') index++
      else if (character === '"') isQuoted = false
    } else if (character === '"') isQuoted = true
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return index + 1
  }
  return -1
}

function otherLanguage(fence: string): Problem {
  return error('unsupported-front-matter', `Front matter opened by "${fence.slice(0, 20)}" is not supported.`, {
    line: 1,
    fix: 'Write it as YAML between two lines that are exactly "---".',
  })
}

function unclosed(fence: string): Problem {
  const end = fence === '{' ? '}' : fence.slice(0, 20)
  return error(
    'unclosed-front-matter',
    `The front matter, which begins with "${fence.slice(0, 20)}", is never closed.`,
    {
      line: 1,
      fix:
        fence === '{'
          ? 'Add the closing brace "}".'
          : `Put a line that is exactly "${end}" between the front matter and the text.`,
    },
  )
}

function tooLong(text: string, start: number, close: RegExp): Problem {
  if (!close.test(text.slice(start))) return unclosed('---')
  return error('invalid-front-matter', `The front matter is longer than ${longestFrontMatter} characters.`, {
    line: 1,
    fix: 'Move the text of the article below the second "---".',
  })
}
