import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml'
import { error, type Problem } from '../../problem.ts'
import { deepestYaml } from '../limits.ts'

/** A value without type conversion: `no`, `012` and `2015-08-12` are text. */
export type FieldValue = string | readonly string[] | Readonly<Record<string, string>>

export type Field = {
  readonly name: string
  /** Undefined if it is nested deeper than any of our fields may be. */
  readonly value: FieldValue | undefined
  readonly line: number
  readonly column: number
}

type YamlReading = { readonly fields: readonly Field[]; readonly problems: readonly Problem[] }

/** Reads a flat YAML mapping. `firstLine` is its first line in the file. */
export function readYaml(yaml: string, firstLine: number): YamlReading {
  const lines = new LineCounter()
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line) + firstLine - 1, column: Math.max(1, col) }
  }
  const document = parseDocument(yaml, {
    schema: 'failsafe',
    resolveKnownTags: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const [first] = document.errors
  if (first) return { fields: [], problems: [explain(first, place(first.pos[0]))] }
  if (document.contents === null) return { fields: [], problems: [] }
  if (!isMap(document.contents)) return { fields: [], problems: [notMapping(firstLine)] }
  const fields: Field[] = []
  const problems: Problem[] = []
  for (const { key, value } of document.contents.items) {
    const at = place(key.range[0])
    const fieldValue = readValue(value)
    if (!isScalar(key) || (fieldValue === undefined && !isPlain(value))) problems.push(unreadable(String(key), at))
    else fields.push({ name: String(key.value), value: fieldValue, ...at })
  }
  return { fields, problems }
}

/** Returns true for a value without deep nesting and without aliases, which could expand without limit. */
function isPlain(node: Node | null, depth = 0): boolean {
  if (isAlias(node) || depth > deepestYaml) return false
  if (isSeq<Node>(node)) return node.items.every((item) => isPlain(item, depth + 1))
  if (isMap<Node, Node>(node)) return node.items.every(({ key, value }) => isScalar(key) && isPlain(value, depth + 1))
  return true
}

/** Reads a value. Returns undefined for aliases and for values that are nested deeper than any field may be. */
function readValue(node: ParsedNode | null): FieldValue | undefined {
  const text = readText(node)
  if (text !== undefined) return text
  if (isSeq(node)) return allDefined(node.items.map((item) => readItem(item as Node))) // the parser puts only nodes into a sequence
  if (!isMap<Node, Node>(node)) return undefined
  const entries = node.items.map((item) => [readText(item.key), readText(item.value)])
  const texts = allDefined(entries.flat())
  return texts && Object.fromEntries(node.items.map((_, index) => [texts[2 * index] ?? '', texts[2 * index + 1] ?? '']))
}

/** Returns the name of an item that is a mapping, as items of `authors` may be. */
function readItem(node: Node | null): string | undefined {
  if (!isMap<Node, Node>(node)) return readText(node)
  return readText(node.items.find(({ key }) => readText(key) === 'name')?.value ?? node)
}

function readText(node: Node | null): string | undefined {
  if (node === null) return ''
  return isScalar(node) && !isAlias(node) ? String(node.value ?? '') : undefined
}

function allDefined(texts: readonly (string | undefined)[]): readonly string[] | undefined {
  const present = texts.filter((text) => text !== undefined)
  return present.length === texts.length ? present : undefined
}

type Place = { readonly line: number; readonly column: number }

const quoteIt = 'Put the whole value in double quotes, for example title: "Letters: a history".'
const fixes: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: quoteIt,
  BAD_SCALAR_START: quoteIt,
  MULTILINE_IMPLICIT_KEY: 'Write every line as "name: value"; indent the further lines of a value by two spaces.',
  MISSING_CHAR: 'Close the quotation mark, or write every line as "name: value".',
  TAB_AS_INDENT: 'Replace the tab with spaces.',
  DUPLICATE_KEY: 'Keep only one of the two lines.',
  BAD_INDENT: 'Close the bracket, or indent the line like those around it.',
}

function explain({ code, message }: YAMLError, place: Place): Problem {
  const fix =
    fixes[code] ?? 'Write every line as "name: value", with the value in double quotes if it has special characters.'
  return error('invalid-front-matter', `The front matter is not YAML: ${message.split('\n', 1)[0]}.`, { ...place, fix })
}

export function unreadable(name: string, place: Place): Problem {
  return error('invalid-front-matter', `The value of "${name.slice(0, 40)}" is neither text nor a list of texts.`, {
    ...place,
    fix: 'Write plain values; aliases (*name) and nested lists are not supported.',
  })
}

function notMapping(line: number): Problem {
  return error('invalid-front-matter', 'The front matter is not a list of "name: value" lines.', {
    line,
    fix: 'Write, for example, title: "A title" between the two "---" lines.',
  })
}
