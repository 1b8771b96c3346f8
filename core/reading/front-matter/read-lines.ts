import type { Field, FieldValue } from './field.ts'
import { meaningOf } from './field-names.ts'
import { isPlainMark } from './read-marks.ts'

/** Lines of `Name: value` that need no fences around them, as Pelican, MultiMarkdown, Nikola and Notion write them. */
export type PlainFields = {
  readonly fields: readonly Field[]
  /** Lines that belong to the fields. */
  readonly length: number
}

const mostPlainFields = 40

/** A name of up to four words; Nikola writes two full stops in front of it. */
const plainField = /^(?:\.\. )?([\p{L}_][\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+){0,3}) ?::?(?:[ \t]+(.*)|)$/u

/**
 * Reads fields at the start of `lines`, up to the first empty line or rule. Returns undefined unless every line is a field
 * or continues one, and unless either one of them is the title or says who may read the article, or all have a meaning
 * here: an article that begins with "Note: …" stays text.
 * @param firstLine number of the first line in the file
 */
export function readPlainFields(lines: readonly string[], firstLine: number): PlainFields | undefined {
  const fields: { name: string; value: string; line: number }[] = []
  let length = 0
  for (const line of lines) {
    if (line.trim() === '') break
    const isRule = fields.length > 0 && /^(?:-{3,}|\.{3}|;{3,})\s*$/.test(line)
    const [, name, value = ''] = plainField.exec(line.trimEnd()) ?? []
    const last = fields.at(-1)
    if (name !== undefined) fields.push({ name, value: value.trim(), line: firstLine + length })
    else if (last && /^(?:\s|- )/.test(line)) last.value += `\n${line.trim()}`
    else if (!isRule) return undefined
    if (++length > mostPlainFields) return undefined
    if (isRule) break
  }
  if (!isMetadata(fields.map(({ name }) => name))) return undefined
  return { fields: fields.map((field) => ({ ...field, value: plainValue(field.value) })), length }
}

function isMetadata(names: readonly string[]): boolean {
  if (names.some((name) => isPlainMark(name))) return true
  if (names.some((name) => /^(?:from|to|cc|re|subject)$/i.test(name))) return false
  return (
    names.some((name) => meaningOf(name) === 'title') || (names.length > 0 && names.every((name) => meaningOf(name)))
  )
}

/** Reads a list in brackets, or in lines of their own that begin with hyphens; removes quotation marks around a text. */
function plainValue(text: string): FieldValue {
  const quoted = /^(["'])(.*)\1$/s.exec(text)
  if (quoted) return quoted[2] ?? ''
  const list = /^\[(.*)\]$/s.exec(text)?.[1]
  if (list !== undefined && !list.includes('[')) return list.split(',').map((item) => String(plainValue(item.trim())))
  const items = text.trim().split('\n')
  if (items.every((item) => item.startsWith('- '))) return items.map((item) => item.slice(2).trim())
  return /^(?:null|~)$/i.test(text) ? '' : text.replaceAll('\n', ' ').trim()
}
