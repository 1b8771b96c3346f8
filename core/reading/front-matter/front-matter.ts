import type { Publication } from '../../publication.ts'
import type { RawManuscript } from '../manuscript.ts'
import type { Field } from './field.ts'
import { type Fields, readFields } from './read-fields.ts'
import { readPlainFields } from './read-lines.ts'
import { isPlainMark } from './read-marks.ts'
import { readToml } from './read-toml.ts'
import { type FieldsReading, readYaml } from './read-yaml.ts'
import { type FieldBlock, splitFrontMatter } from './split-front-matter.ts'

/** The fields of a file, and the text below them. */
export type FrontMatter = Fields & {
  readonly fields: readonly Field[]
  readonly body: string
  /** Lines of the file above the body. */
  readonly bodyOffset: number
}

/**
 * Where fields may stand without fences: above the text, also below its first heading, or only if one of them says who may
 * read the article. HTML has no such place.
 */
type PlainFieldsPlace = 'above' | 'marks' | 'none'

/** Reads the fields at the top of a file, if there are any. */
export function readFrontMatter(
  text: string,
  publication: Publication,
  plain: PlainFieldsPlace = 'above',
  otherNames: readonly string[] = [],
): FrontMatter {
  const split = splitFrontMatter(text)
  const readings = split.blocks.map(readBlock)
  const isFenced = readings.length > 0 || split.problems.length > 0
  const below =
    plain === 'none' || (isFenced && plain === 'marks')
      ? undefined
      : takePlainFields(split.body, split.bodyOffset, plain, isFenced)
  const fields = [...readings, ...(below ? [below] : [])].flatMap((reading) => reading.fields)
  const content = readFields(fields, publication, otherNames)
  const problems = [...split.problems, ...readings.flatMap((reading) => reading.problems), ...content.problems]
  return {
    ...content,
    fields,
    body: below?.body ?? split.body,
    bodyOffset: below?.bodyOffset ?? split.bodyOffset,
    problems,
  }
}

function readBlock({ syntax, source, firstLine }: FieldBlock): FieldsReading {
  if (syntax === 'toml') return readToml(source, firstLine)
  if (syntax !== 'lines') return readYaml(source, firstLine)
  const lines = source.split('\n')
  const start = lines.findIndex((line) => line.trim() !== '')
  const reading = readPlainFields(
    lines.slice(start).map((line) => line.trim()),
    firstLine + start,
  )
  return { fields: reading?.fields ?? [], problems: [] }
}

type Below = { readonly fields: readonly Field[]; readonly body: string; readonly bodyOffset: number }

/** Takes fields without fences from the top of a text, or from below its first heading, as Notion writes them. */
function takePlainFields(text: string, offset: number, plain: PlainFieldsPlace, isFenced: boolean): Below | undefined {
  const lines = text.slice(0, 20_000).split('\n')
  const top = lines.findIndex((line) => line.trim() !== '')
  if (top < 0) return undefined
  const isHeading = plain === 'above' && /^# \S/.test(lines[top] ?? '')
  const next = isHeading ? lines.findIndex((line, index) => index > top && line.trim() !== '') : top
  if (next < 0 || (isFenced && !isHeading)) return undefined
  // Some programs write the heading above the front matter.
  const first = isHeading && /^-{3,}\s*$/.test(lines[next] ?? '') ? next + 1 : next
  const reading = readPlainFields(lines.slice(first), offset + first + 1)
  if (!reading || (plain === 'marks' && !reading.fields.some(({ name }) => isPlainMark(name)))) return undefined
  // Empty lines in their place keep the numbers of the lines below.
  const rest = text.split('\n')
  return {
    fields: reading.fields,
    body: [
      ...rest.slice(0, next),
      ...Array<string>(first - next + reading.length).fill(''),
      ...rest.slice(first + reading.length),
    ].join('\n'),
    bodyOffset: offset,
  }
}

/** Returns what an upload says in its front matter, and for everything else what its text says. */
export function withFrontMatter(
  { body: _, bodyOffset: __, ...fields }: FrontMatter,
  text: RawManuscript,
): RawManuscript {
  return {
    tree: text.tree,
    title: fields.title ?? text.title,
    summary: fields.summary ?? text.summary,
    authors: fields.authors.length > 0 ? fields.authors : text.authors,
    topics: fields.topics.length > 0 ? fields.topics : text.topics,
    date: fields.date ?? text.date,
    updated: fields.updated ?? text.updated,
    publishAt: fields.publishAt ?? text.publishAt,
    expires: fields.expires ?? text.expires,
    language: fields.language ?? text.language,
    direction: fields.direction ?? text.direction,
    draft: fields.draft || text.draft,
    slug: fields.slug ?? text.slug,
    permalink: fields.permalink ?? text.permalink,
    aliases: fields.aliases ?? text.aliases,
    image: fields.image ?? text.image,
    status: fields.status ?? text.status,
    notice: fields.notice ?? text.notice,
    canonical: fields.canonical ?? text.canonical,
    mailing: fields.mailing,
    problems: [...fields.problems, ...text.problems],
  }
}
