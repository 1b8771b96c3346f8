import { parse, TomlDate, TomlError } from 'smol-toml'
import { error } from '../../problem.ts'
import { deepestYaml } from '../limits.ts'
import { type Field, type FieldValue, isMapping } from './field.ts'
import { isSection } from './field-names.ts'
import type { FieldsReading } from './read-yaml.ts'

/** Reads TOML. `firstLine` is its first line in the file. Numbers, dates and booleans become texts, as in YAML. */
export function readToml(toml: string, firstLine: number): FieldsReading {
  try {
    const table = parse(toml.replaceAll('\u00A0', ' '), { maxDepth: deepestYaml, integersAsBigInt: true })
    const lines = linesOfNames(toml)
    const fields = Object.entries(table).flatMap(([name, value]): readonly Field[] => {
      const read = toFieldValue(value, 1)
      if (!isSection(name) || !isMapping(read)) return [{ name, value: read, line: (lines.get(name) ?? 0) + firstLine }]
      return Object.entries(read).map(([inner, each]) => {
        const line = (lines.get(`${name}.${inner}`) ?? lines.get(name) ?? 0) + firstLine
        return { name: inner, value: each, section: name, line }
      })
    })
    return { fields, problems: [] }
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const message = `The front matter is not TOML: ${cause.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '')}.`
    const at = { line: cause.line + firstLine - 1, column: cause.column }
    const fix = 'Write every line as name = "value". Texts and dates with words need quotation marks.'
    return { fields: [], problems: [error('invalid-front-matter', message, { ...at, fix })] }
  }
}

/** @throws {TomlError} */
function toFieldValue(value: unknown, depth: number): FieldValue {
  // The parser does not count the parts of a dotted name.
  if (depth > deepestYaml) throw new TomlError('a value is too deeply nested', { toml: '', ptr: 0 })
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map((each) => toFieldValue(each, depth + 1))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toFieldValue(each, depth + 1)]))
  }
  return String(value)
}

/** Returns the line of each name, from 0. A name in a section is preceded by that of the section. */
function linesOfNames(toml: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  let section = ''
  toml.split('\n').forEach((line, index) => {
    const [, bracket, name = ''] = /^\s*(\[?)\s*["']?([\w-]+)["']?\s*[\].=]/.exec(line) ?? []
    if (bracket) section = `${name}.`
    const full = bracket ? name : section + name
    if (name !== '' && !lines.has(full)) lines.set(full, index)
  })
  return lines
}
