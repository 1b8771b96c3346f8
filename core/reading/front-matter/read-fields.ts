import { mostOfRule, type Problem, warning } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { nearest } from '../../text/nearest.ts'
import { readStoredDate } from '../../text/read-date.ts'
import type { Image, RawManuscript } from '../manuscript.ts'
import { isKnownTopic, splitByVocabulary } from '../vocabulary.ts'
import { decodeReferences } from './decode-references.ts'
import { type Field, type FieldValue, isList, isMapping, isNothing, toList, toText } from './field.ts'
import { isHarmless, type Meaning, meaningOf, namesByMeaning, ownNames, simpleName } from './field-names.ts'
import { isHiddenTag, isYes } from './mark-words.ts'
import { readMailing } from './read-mailing.ts'
import { heldBack, invalidDate, isMark, readMarks } from './read-marks.ts'

export type Fields = Omit<RawManuscript, 'tree'>

/**
 * Interprets the fields of front matter. Warns about unknown fields and suggests the name that was probably meant.
 * @param otherNames fields that the caller reads
 */
export function readFields(
  fields: readonly Field[],
  publication: Publication,
  otherNames: readonly string[] = [],
): Fields {
  const find = (meaning: Meaning): Field | undefined => inOrder(fields, meaning).find(({ value }) => textOf(value))
  const text = (meaning: Meaning) => textOf(find(meaning)?.value)
  const title = inOrder(fields, 'title').find(({ value }) => toText(value))
  const language = text('lang')
  const conventions = { ...publication, language: language ?? publication.language }
  const dates = inOrder(fields, 'date').filter(({ value }) => isYes(toText(value) ?? '') === undefined)
  const date = readDateField(dates.map(withDate(['created', 'published', 'date'])).find(hasText), conventions)
  const changes = [...inOrder(fields, 'updated'), ...dates].map(withDate(['updated', 'modified', 'date']))
  const updated = readDateField(
    changes.find((field) => hasText(field) && !dates.includes(field)),
    conventions,
  )
  const marks = readMarks(fields, conventions)
  const { mailing, problems: mailProblems } = readMailing(otherNames.length > 0 ? [] : fields, publication)
  const topics = readTopics(fields, publication)
  const hidden = topics.filter(({ name }) => isHiddenTag(name) && !isKnownTopic(name, publication)).slice(0, mostOfRule)
  const status = text('status')?.toLowerCase()
  return {
    title: title && decodeReferences(toText(title.value) ?? ''),
    summary: text('summary'),
    authors: ownValues(fields, 'authors'),
    topics: topics.map(({ name }) => name),
    date: date.instant ?? marks.publishAt,
    updated: updated.instant,
    publishAt: marks.publishAt,
    expires: marks.expires,
    language,
    direction: text('dir'),
    draft: marks.isHeldBack || hidden.length > 0,
    status,
    notice: text('notice'),
    canonical: text('canonical'),
    mailing,
    slug: text('slug'),
    permalink: toText(fields.find(({ name }) => /^(?:path|permalink|url)$/i.test(name))?.value),
    aliases: fields
      .filter(({ name }) => /^(?:alias(?:es)?|redirect_?from)$/i.test(name))
      .flatMap(({ value }) => (typeof value === 'string' ? value.split(/\s*,\s*/) : toList(value))),
    image: readImage(fields, text('alt')),
    problems: [
      ...marks.problems,
      ...mailProblems,
      ...hidden.map(({ name, field }) => heldBack({ ...field, value: name })),
      // A mark that is also a date, or misspelt, has one problem, not two.
      ...[...date.problems, ...updated.problems, ...checkNames(fields, otherNames)].filter(
        ({ line }) => !marks.problems.some((problem) => problem.line === line),
      ),
    ],
  }
}

/** Returns the fields with a meaning, in the order of preference of their names. */
function inOrder(fields: readonly Field[], meaning: Meaning): readonly Field[] {
  const names: readonly string[] = namesByMeaning[meaning]
  const found = fields.filter(({ name }) => meaningOf(name) === meaning)
  return found.sort((one, other) => names.indexOf(simpleName(one.name)) - names.indexOf(simpleName(other.name)))
}

/** Returns the text of a value; undefined if it is empty or a word for nothing. */
function textOf(value: FieldValue | undefined): string | undefined {
  const text = toText(value)
  return text === undefined || isNothing(text) ? undefined : decodeReferences(text)
}

/** Returns the values of all fields with a meaning. In a text, commas separate them. */
function ownValues(fields: readonly Field[], meaning: Meaning): readonly string[] {
  const values = fields
    .filter(({ name }) => meaningOf(name) === meaning)
    .flatMap(({ value }) =>
      typeof value === 'string' ? decodeReferences(value).split(/\s*[,;\n]\s*/) : toList(value).map(decodeReferences),
    )
  return values.filter((value) => !isNothing(value))
}

type NamedTopic = { readonly name: string; readonly field: Field }

/** Reads topics. Keywords are topics only if there are no others, because programs list many of them for search engines. */
function readTopics(fields: readonly Field[], publication: Publication): readonly NamedTopic[] {
  const named = (meaning: Meaning) =>
    fields
      .filter(({ name }) => meaningOf(name) === meaning)
      .flatMap((field) => topicNames(field, publication).map((name) => ({ name, field })))
      .filter(({ name }) => !isNothing(name))
  const topics = named('topics')
  return topics.length > 0 ? topics : named('keywords')
}

/** Reads a list, or a text whose items are separated by commas or, as Jekyll and Obsidian do in `tags`, by spaces. */
function topicNames({ name, value }: Field, publication: Publication): readonly string[] {
  const items =
    typeof value === 'string'
      ? splitTopics(decodeReferences(value), /^(?:tags|categories)$/.test(simpleName(name)), publication)
      : toList(value).map(decodeReferences)
  return items.map((item) => item.trim().replace(/^#(?=[\p{L}\p{N}])/u, ''))
}

function splitTopics(text: string, atSpaces: boolean, publication: Publication): readonly string[] {
  if (/[,\n]/.test(text)) return text.split(/\s*[,\n]\s*/)
  if (text.includes(';')) return text.split(/\s*;\s*/)
  if (/^#\S+(?:\s+#\S+)+$/.test(text.trim())) return text.trim().split(/\s+/)
  return atSpaces ? splitByVocabulary(text.trim(), publication) : [text]
}

/** Words by which Eleventy says that it finds out the date itself. */
const isWordOfPrograms = /^(?:git )?(?:last modified|created)$/i

type DateField = { readonly instant?: string | undefined; readonly problems: readonly Problem[] }

/** Takes the date out of a mapping, as MkDocs writes it in `date` and Docusaurus in `last_update`. */
function withDate(names: readonly string[]): (field: Field) => Field {
  return (field) => {
    const { value } = field
    const name = isMapping(value) ? names.find((each) => value[each] !== undefined) : undefined
    return name !== undefined && isMapping(value) ? { ...field, value: value[name] ?? '' } : field
  }
}

function hasText({ value }: Field): boolean {
  return textOf(value) !== undefined
}

/** Reads a date. An unreadable date is an error, because the author may have meant to schedule the article. */
function readDateField(field: Field | undefined, conventions: Pick<Publication, 'language' | 'timeZone'>): DateField {
  const text = textOf(field?.value)
  if (field === undefined || text === undefined || isWordOfPrograms.test(text)) return { problems: [] }
  const { line, column } = field
  const reading = readStoredDate(text.replace(/^(?:\[\[|["'“”„‘’]+)|(?:\]\]|["'“”‘’]+)$/g, ''), conventions)
  if (reading?.instant !== undefined) {
    return {
      instant: reading.instant,
      problems: reading.problems.map((problem) => ({ ...problem, line, ...(column && { column }) })),
    }
  }
  return { problems: [invalidDate(field, text)] }
}

/** Names of the entry of a mapping that is the address of an image. */
const addressNames = [
  'url',
  'src',
  'path',
  'image',
  'href',
  'file',
  'filename',
  'large',
  'og_image',
  'teaser',
  'overlay_image',
  'thumbnail',
]

/** Fields that are only about the image, so that `false` in them means that there is none. */
const imageNames = /^(?:image|images|cover|coverimage|featureimage|featuredimage)$/

function readImage(fields: readonly Field[], alt: string | undefined): Image | 'none' | undefined {
  for (const { name, value } of inOrder(fields, 'image')) {
    const image = imageOf(value)
    const url = image?.url.trim().replace(/^!?\[\[([^\]|]*)(?:\|[^\]]*)?\]\]$/, '$1')
    // Other fields than `image` may also have a title or a flag.
    const isAddress =
      url !== undefined &&
      !isNothing(url) &&
      (simpleName(name) === 'image' ? !/^(?:true|false|none|no|off)$/i.test(url) : /[./]/.test(url))
    if (image && isAddress && url) return { url: decodeReferences(url), alt: decodeReferences(image.alt || alt || '') }
  }
  const isRefused = ({ name, value }: Field) =>
    imageNames.test(simpleName(name)) && /^(?:false|none|no|off)$/i.test(String(value))
  return fields.some(isRefused) ? 'none' : undefined
}

function imageOf(value: FieldValue | undefined): { readonly url: string; readonly alt: string } | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string') return { url: value, alt: '' }
  if (isList(value)) return imageOf(value[0])
  const inner = addressNames.map((name) => imageOf(value[name])).find((each) => each && !isNothing(each.url))
  return inner && { url: inner.url, alt: toText(value.alt ?? value.image_alt ?? '') ?? inner.alt }
}

/** Unknown names that are compared with the known ones. */
const mostGuesses = 100

/** Warns about misspelt names, each with the name that was probably meant, and once about all other unknown names. */
function checkNames(fields: readonly Field[], otherNames: readonly string[]): readonly Problem[] {
  const unknown = fields.filter(
    ({ name, section }) => section === undefined && !isKnown(name) && !otherNames.includes(simpleName(name)),
  )
  const guesses = unknown.map((field, index) => ({
    field,
    close: index < mostGuesses ? nearest(simpleName(field.name), [...otherNames, ...ownNames]) : undefined,
  }))
  const misspelt = guesses.filter(({ close }) => close !== undefined).slice(0, mostOfRule)
  const [first, ...others] = guesses.filter(({ close }) => close === undefined)
  return [
    ...misspelt.map(({ field: { name, line, column }, close }) =>
      warning('unknown-field', `"${name.slice(0, 40)}" is not a known field and was ignored.`, {
        line,
        column,
        fix: `Did you mean "${close}"?`,
      }),
    ),
    ...(first === undefined
      ? []
      : [
          unfamiliar(
            first.field,
            others.map(({ field }) => field.name),
          ),
        ]),
  ]
}

function isKnown(name: string): boolean {
  return meaningOf(name) !== undefined || isMark(name) || isHarmless(name) || /^_?build$/.test(name)
}

function unfamiliar({ name, line, column }: Field, others: readonly string[]): Problem {
  const names = [name, ...others].slice(0, 8).map((each) => `"${each.slice(0, 40)}"`)
  const rest = others.length + 1 - names.length
  const message =
    others.length === 0
      ? `${names[0]} is not a known field and was ignored.`
      : `These fields are not known and were ignored: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
  const fix = 'If readers need to see it, write it into the text. docs/formats.md lists the fields.'
  return warning('unknown-field', message, { line, column, fix })
}
