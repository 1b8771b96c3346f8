import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import { error, type Problem } from '../../problem.ts'
import { deepestYaml, largestYaml } from '../limits.ts'
import { type Field, type FieldValue, isList, isMapping } from './field.ts'
import { isSection } from './field-names.ts'
import { isSuspicious, repairYaml } from './repair-yaml.ts'

export type FieldsReading = { readonly fields: readonly Field[]; readonly problems: readonly Problem[] }

/** Reads a YAML or JSON mapping. `firstLine` is its first line in the file. */
export function readYaml(yaml: string, firstLine: number): FieldsReading {
  const first = isSuspicious(yaml) ? undefined : parse(yaml)
  if (first && first.document.errors.length === 0 && isMap(first.document.contents)) return read(first, firstLine)
  if (first && first.document.contents === null && first.document.errors.length === 0)
    return { fields: [], problems: [] }
  const { text, unclosed } = repairYaml(yaml)
  const second = parse(text)
  const [mistake] = second.document.errors
  if (mistake && unclosed) return { fields: [], problems: [neverClosed(unclosed, firstLine)] }
  if (mistake) return { fields: [], problems: [explain(mistake, text, second.lines, firstLine)] }
  return read(second, firstLine)
}

type Parsed = { readonly document: ReturnType<typeof parseDocument>; readonly lines: LineCounter }

function parse(yaml: string): Parsed {
  const lines = new LineCounter()
  const options = {
    schema: 'failsafe',
    resolveKnownTags: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  } as const
  return { document: parseDocument(yaml, options), lines }
}

function read({ document, lines }: Parsed, firstLine: number): FieldsReading {
  if (document.contents === null) return { fields: [], problems: [] }
  if (!isMap<Node, Node | null>(document.contents)) return { fields: [], problems: [notMapping(firstLine)] }
  const readValue = valueReader()
  const fields: Field[] = []
  const merged: Field[] = []
  const problems: Problem[] = []
  for (const { key, value } of document.contents.items) {
    const at = placeOf(key.range?.[0] ?? 0, lines, firstLine)
    const fieldValue = readValue(value, 0)
    if (isScalar(key) && isSection(String(key.value)) && isMap<Node, Node | null>(value) && isMapping(fieldValue)) {
      for (const item of value.items) {
        const name = isScalar(item.key) ? String(item.key.value) : ''
        const place = placeOf(item.key.range?.[0] ?? 0, lines, firstLine)
        fields.push({ name, value: fieldValue[name] ?? '', section: String(key.value), ...place })
      }
    } else if (!isScalar(key) || fieldValue === undefined) problems.push(unreadable(String(key), at))
    else if (key.value === '<<') merged.push(...mergedFields(fieldValue, at))
    else fields.push({ name: String(key.value), value: fieldValue, ...at })
  }
  const names = new Set(fields.map(({ name }) => name))
  return { fields: [...fields, ...merged.filter(({ name }) => !names.has(name))], problems }
}

/** Returns the fields of the mappings that `<<` merges into the front matter. */
function mergedFields(value: FieldValue, at: Place): readonly Field[] {
  if (isList(value)) return value.flatMap((each) => mergedFields(each, at))
  return isMapping(value) ? Object.entries(value).map(([name, each]) => ({ name, value: each, ...at })) : []
}

type Place = { readonly line: number; readonly column: number }

function placeOf(offset: number, lines: LineCounter, firstLine: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line) + firstLine - 1, column: Math.max(1, col) }
}

/**
 * Returns a function that reads values. An alias counts as often as it occurs, so that aliases of aliases cannot grow
 * without limit. The function returns undefined for values that are too deep or too large.
 */
function valueReader(): (node: Node | null, depth: number) => FieldValue | undefined {
  const anchors = new Map<string, { readonly value: FieldValue; readonly size: number }>()
  let size = 0
  const readValue = (node: Node | null, depth: number): FieldValue | undefined => {
    if (++size > largestYaml || depth > deepestYaml) return undefined
    const before = size
    const value = readNode(node, depth)
    const anchor = node && 'anchor' in node ? node.anchor : undefined
    if (anchor && value !== undefined) anchors.set(anchor, { value, size: size - before + 1 })
    return value
  }
  const readNode = (node: Node | null, depth: number): FieldValue | undefined => {
    if (node === null) return ''
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      size += target?.size ?? 0
      return size > largestYaml ? undefined : (target?.value ?? `*${node.source}`)
    }
    if (isScalar(node)) {
      const text = String(node.value ?? '')
      return node.type === 'PLAIN' && /^(?:null|~)$/i.test(text) ? '' : text
    }
    if (isSeq<Node>(node)) return allDefined(node.items.map((item) => readValue(item, depth + 1)))
    if (!isMap<Node, Node | null>(node)) return undefined
    const values = allDefined(node.items.map((item) => readValue(item.value, depth + 1)))
    const entries = node.items.map(({ key }, index) => [isScalar(key) ? String(key.value) : '', values?.[index] ?? ''])
    return values && Object.fromEntries(entries)
  }
  return readValue
}

function allDefined<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const present = values.filter((value) => value !== undefined)
  return present.length === values.length ? present : undefined
}

/** The causes of the parser's errors, and how to correct each. The others have the words of the parser. */
const explanations: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  MULTILINE_IMPLICIT_KEY: [
    'this line is not "name: value"',
    'Write it as "name: value", or indent it by two spaces if it continues the value above.',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'this line is indented, as if it continued the value above',
    'Remove the spaces in front of the line, or put the whole value above in double quotes.',
  ],
  BAD_SCALAR_START: [
    'the value begins with a character that has a meaning in YAML',
    'Put the whole value in double quotes, for example title: "Letters: a history".',
  ],
  MISSING_CHAR: ['this line is not "name: value"', 'Close the quotation mark, or write every line as "name: value".'],
  TAB_AS_INDENT: ['the line begins with a tab', 'Replace the tab with spaces.'],
  DUPLICATE_KEY: ['this name occurs twice', 'Keep only one of the two lines.'],
  BAD_INDENT: [
    'the line is not indented like those around it',
    'Close the bracket, or align the line with the others.',
  ],
  UNEXPECTED_TOKEN: ['there is more text after the end of the value', 'Put the whole value in double quotes.'],
}

function explain({ code, message, pos }: YAMLError, yaml: string, lines: LineCounter, firstLine: number): Problem {
  const [cause, fix] = explanations[code] ?? [
    message.split('\n', 1)[0],
    'Write every line as "name: value", with the value in double quotes if it has special characters.',
  ]
  const place = placeOf(pos[0], lines, firstLine)
  // The parser names the value above the indented line.
  const isBelow =
    code === 'BLOCK_AS_IMPLICIT_KEY' && /^\s+\S.*:(?:\s|$)/.test(yaml.split('\n')[place.line - firstLine + 1] ?? '')
  const at = isBelow ? { line: place.line + 1, column: 1 } : place
  return error('invalid-front-matter', `The front matter is not YAML: ${cause}.`, { ...at, fix })
}

function neverClosed({ mark, line }: { readonly mark: string; readonly line: number }, firstLine: number): Problem {
  const message = `The front matter is not YAML: the ${mark} that opens in this line is never closed.`
  const what = mark.includes('quotation') ? 'quotation mark at the end of the value' : 'closing bracket'
  return error('invalid-front-matter', message, { line: line + firstLine, fix: `Add the ${what}.` })
}

function unreadable(name: string, place: Place): Problem {
  return error('invalid-front-matter', `The value of "${name.slice(0, 40)}" is too deeply nested, or too large.`, {
    ...place,
    fix: 'Write a text or a list of texts.',
  })
}

function notMapping(line: number): Problem {
  return error('invalid-front-matter', 'The front matter is not a list of "name: value" lines.', {
    line,
    fix: 'Write, for example, title: "A title" between the two "---" lines.',
  })
}
