import { error, mostOfRule, type Problem, warning } from '../../problem.ts'
import { nearest } from '../../text/nearest.ts'
import { type DateConventions, readStoredDate } from '../../text/read-date.ts'
import type { Image, RawManuscript } from '../manuscript.ts'
import { type Field, type FieldValue, unreadable } from './read-yaml.ts'

export type Fields = Omit<RawManuscript, 'tree'>

/** Our fields, by our own names and by those that other programs use. */
const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['title', 'date', 'updated', 'authors', 'summary', 'topics', 'lang', 'dir'],
      ...['image', 'alt', 'draft', 'slug', 'canonical', 'status', 'notice'],
    ].map((name) => [name, name]),
  ),
  author: 'authors',
  description: 'summary',
  tags: 'topics',
  categories: 'topics',
  language: 'lang',
  image_alt: 'alt',
  imagealt: 'alt',
  canonical_url: 'canonical',
  correction: 'notice',
}

/** Interprets the fields of front matter. Warns about unknown fields and suggests the name that was probably meant. */
export function readFields(fields: readonly Field[], conventions: DateConventions): Fields {
  const familiar = fields.filter((field) => meaning(field) !== undefined)
  const unknown = fields.filter((field) => meaning(field) === undefined).slice(0, mostOfRule)
  const one = (name: string) => familiar.find((field) => meaning(field) === name)
  const lists = (name: string) =>
    familiar
      .filter((field) => meaning(field) === name)
      .flatMap(({ value }) => (value === undefined ? [] : toList(value)))
  const language = toText(one('lang'))
  const dates = { ...conventions, language: language ?? conventions.language }
  const date = readDateField(one('date'), dates)
  const updated = readDateField(one('updated'), dates)
  const draft = readDraft(one('draft'))
  const status = readStatus(one('status'))
  return {
    title: toText(one('title')),
    summary: toText(one('summary')),
    authors: lists('authors'),
    topics: lists('topics'),
    date: date.instant,
    updated: updated.instant,
    language,
    direction: toText(one('dir')),
    ...{ draft: draft.value || status.value === 'draft', status: status.value },
    notice: toText(one('notice')),
    canonical: toText(one('canonical')),
    slug: toText(one('slug')),
    image: readImage(one('image')?.value, toText(one('alt'))),
    problems: [
      ...[...familiar, ...unknown].flatMap(checkField),
      ...date.problems,
      ...updated.problems,
      ...draft.problems,
      ...status.problems,
    ],
  }
}

function meaning({ name }: Field): string | undefined {
  const key = name.toLowerCase().replaceAll('-', '_')
  return Object.hasOwn(names, key) ? names[key] : undefined
}

function checkField(field: Field): readonly Problem[] {
  const { name, value, line, column } = field
  if (meaning(field) !== undefined) return value === undefined ? [unreadable(name, { line, column })] : []
  const close = nearest(name.toLowerCase(), Object.keys(names))
  return [
    warning('unknown-field', `"${name.slice(0, 40)}" is not a known field and was ignored.`, {
      line,
      column,
      fix: close === undefined ? `Known fields: ${Object.keys(names).join(', ')}.` : `Did you mean "${close}"?`,
    }),
  ]
}

function toText(field: Field | undefined): string | undefined {
  if (field?.value === undefined) return undefined
  const text = typeof field.value === 'string' ? field.value : toList(field.value).join(', ')
  return text?.trim() || undefined
}

/** Reads a list, or a text of items separated by commas. */
function toList(value: FieldValue): readonly string[] {
  if (typeof value === 'string') return value.split(/\s*,\s*/)
  if (isList(value)) return value
  return value.name === undefined ? [] : [value.name]
}

function isList(value: FieldValue): value is readonly string[] {
  return Array.isArray(value)
}

type DateField = { readonly instant?: string | undefined; readonly problems: readonly Problem[] }

/** Reads a date. An unreadable date is an error, because the author may have meant to schedule the article. */
function readDateField(field: Field | undefined, conventions: DateConventions): DateField {
  const text = toText(field)
  if (field === undefined || text === undefined) return { problems: [] }
  const { line, column } = field
  const reading = readStoredDate(text, conventions)
  if (reading?.instant !== undefined) {
    return { instant: reading.instant, problems: reading.problems.map((problem) => ({ ...problem, line, column })) }
  }
  const message = `"${text.slice(0, 40)}" is not a ${reading ? 'real date' : 'date'}.`
  return {
    problems: [error('invalid-date', message, { line, column, fix: 'Write it as 2026-03-31 or 2026-03-31 09:30.' })],
  }
}

function readDraft(field: Field | undefined): { readonly value: boolean; readonly problems: readonly Problem[] } {
  const text = toText(field)?.toLowerCase()
  if (field === undefined || text === undefined || /^(false|no|off|0)$/.test(text))
    return { value: false, problems: [] }
  if (/^(true|yes|on|1)$/.test(text)) return { value: true, problems: [] }
  const { line, column } = field
  return {
    value: true,
    problems: [
      error('invalid-draft', `"${text.slice(0, 40)}" is not a value of draft.`, {
        line,
        column,
        fix: 'Write true or false.',
      }),
    ],
  }
}

const statuses = ['published', 'draft', 'corrected', 'retracted']

/** Reads the status. An unknown status is an error, because the author may have meant to retract the article. */
function readStatus(field: Field | undefined): { readonly value?: string; readonly problems: readonly Problem[] } {
  const text = toText(field)?.toLowerCase()
  if (field === undefined || text === undefined) return { problems: [] }
  if (statuses.includes(text)) return { value: text, problems: [] }
  const { line, column } = field
  const close = nearest(text, statuses)
  const fix = close === undefined ? `Write one of: ${statuses.join(', ')}.` : `Did you mean "${close}"?`
  return {
    problems: [error('invalid-status', `"${text.slice(0, 40)}" is not a value of status.`, { line, column, fix })],
  }
}

function readImage(value: FieldValue | undefined, alt: string | undefined): Image | undefined {
  if (value === undefined || isList(value)) return undefined
  const image = typeof value === 'string' ? { url: value } : value
  const url = image.url ?? image.src
  return url ? { url, alt: image.alt ?? alt ?? '' } : undefined
}
