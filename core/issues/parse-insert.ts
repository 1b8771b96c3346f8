import { choosePictures } from '../html/choose-pictures.ts'
import { joinWideLines } from '../html/join-lines.ts'
import { renderBody } from '../html/render-body.ts'
import { sanitizeBody } from '../html/sanitize-body.ts'
import { TooComplexError } from '../html/too-complex-error.ts'
import { error, type Problem, warning } from '../problem.ts'
import type { DigestName } from '../publication.ts'
import { charsetOfType, refuseSize } from '../reading/decode-upload.ts'
import { findMark, heldBack } from '../reading/held-back.ts'
import { lintBody } from '../reading/lint-body.ts'
import type { RawManuscript } from '../reading/manuscript.ts'
import { readMarkdownPage } from '../reading/markdown/markdown-page.ts'
import { isFileName } from '../reading/media-types.ts'
import type { UploadEvent } from '../reading/upload-event.ts'
import type { Site } from '../site.ts'
import { startOf } from '../text/calendar-day.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { decodeText } from '../text/decode-text.ts'
import { chooseDirection, chooseLanguage } from '../text/language.ts'
import { nearest } from '../text/nearest.ts'
import { checkNames, forbidNames } from './check-names.ts'
import type { InsertFact, InsertKind } from './insert-record.ts'
import type { UploadedInsert } from './issue.ts'
import { maximumInsertBytes } from './limits.ts'
import { noteFields, readNoteFields } from './read-note-fields.ts'

export type InsertPlace = { readonly digest: DigestName; readonly kind: InsertKind }

/** Finds the digest of an upload under `issues/`, or the reason why there is none. */
export function placeInsert(key: string, { publication }: Site): InsertPlace | Problem {
  const name = key.slice('issues/'.length)
  const [, digest = '', sponsor] = /^([a-z0-9-]+)(\.sponsor)?\.md$/.exec(name) ?? []
  const digests = Object.keys(publication.digests)
  if (digests.includes(digest)) return { digest, kind: sponsor ? 'sponsor' : 'note' }
  const mark = findMark(key)
  if (mark) return { ...heldBack(mark), severity: 'error' }
  const similar = nearest(name.toLowerCase().replace(/(\.sponsor)?\.[a-z]+$/, ''), digests)
  const likely = similar === undefined ? digests : [similar]
  return error('unknown-digest', `"${cutAtWord(cleanLine(name), 60)}" does not belong to any digest.`, {
    fix: isFileName(name)
      ? 'Upload pictures and other files below articles/, beside the article that shows them.'
      : `Name it ${likely.map((each) => `issues/${each}.md`).join(' or ')}; name a sponsor’s text issues/<digest>.sponsor.md.`,
  })
}

/**
 * Reads the insert of an S3 event. Undefined if the bucket now contains something else: that version has an event of its
 * own.
 */
export function checkInsert(
  event: UploadEvent,
  { digest, kind }: InsertPlace,
  upload: (Source & { readonly etag: string }) | undefined,
  site: Site,
  now: Date,
): InsertFact | undefined {
  const about = { digest, kind, key: event.key, sequencer: event.sequencer, at: event.at ?? now.toISOString() }
  if (event.kind === 'delete') return upload ? undefined : { ...about, insert: undefined, problems: [] }
  if (!upload || (event.eTag !== undefined && upload.etag !== `"${event.eTag}"`)) return undefined
  return { ...about, ...parseInsert(upload, site, about.at, kind) }
}

type ParsedInsert = { readonly insert: UploadedInsert | undefined; readonly problems: readonly Problem[] }

export type Source = {
  readonly bytes: Uint8Array
  /** Bytes. Larger than `bytes` if the upload was too large to be fetched. */
  readonly size: number
  readonly contentType: string | undefined
}

/**
 * Reads Markdown like that of an article, but the title is optional. The insert is undefined if there are errors, or if it
 * is a draft or not for the present instant.
 */
export function parseInsert(source: Source, site: Site, at: string, kind: InsertKind = 'note'): ParsedInsert {
  const read = readMarkdownText(source, site, { key: 'issues/note.md', names: noteFields })
  const { text, reading } = read
  if (!text || !reading) return { insert: undefined, problems: read.problems }
  const own = readNoteFields(reading.fields ?? [], kind)
  const mayBeEmpty = Object.keys(own.lines).length > 0 // a note may consist of a subject
  const fix = 'Publish it as an article, and write a few lines about it here.'
  const written = { lines: [text.title, ...Object.values(own.lines)], html: text.html }
  const all = [
    ...read.problems,
    ...own.problems,
    ...(kind === 'note' ? checkNames({ ...read, ...written }) : forbidNames(written)),
    ...checkLength(text.html, read.isEmpty && !mayBeEmpty, fix),
  ]
  const notNow = checkTimes(reading, site.publication.timeZone, at)
  if (reading.draft || notNow.length > 0 || all.some(({ severity }) => severity === 'error'))
    return { insert: undefined, problems: [...notNow, ...all] }
  return { insert: { ...text, ...own.lines }, problems: all }
}

export type MarkdownText = {
  /** Both are undefined if the file cannot be read. Otherwise, its problems may contain other errors. */
  readonly text: UploadedInsert | undefined
  readonly reading: RawManuscript | undefined
  readonly isEmpty: boolean
  /** As it was decoded. */
  readonly source: string
  readonly problems: readonly Problem[]
}

type TextOptions = {
  /** Of an upload in the same folder. */
  readonly key: string
  /** Fields that the caller reads. */
  readonly names: readonly string[]
  /** Undefined if the key does not state it. */
  readonly language?: string | undefined
}

/** Reads a text for a mail. */
export function readMarkdownText(source: Source, site: Site, options: TextOptions): MarkdownText {
  const reject = (problem: Problem) => ({
    text: undefined,
    reading: undefined,
    isEmpty: false,
    source: '',
    problems: [problem],
  })
  const refused = refuseSize(Math.max(source.size, source.bytes.length))
  if (refused) return reject(refused)
  const decoded = decodeText(source.bytes, charsetOfType(source.contentType))
  if ('rejection' in decoded) return reject(decoded.rejection)
  try {
    const read = readText(decoded.text, site, options)
    return { ...read, problems: [...decoded.problems, ...read.problems] }
  } catch (cause) {
    if (!(cause instanceof TooComplexError)) throw cause
    return reject(error('too-complex', `The text cannot be read: ${cause.message}.`, { fix: 'Simplify it.' }))
  }
}

function readText(
  text: string,
  { publication, url }: Site,
  { key, names, language: stated }: TextOptions,
): MarkdownText {
  const reading = readMarkdownPage(text, publication, names)
  const { language, problems } = chooseLanguage(stated ?? reading.language, publication.language)
  const tree = sanitizeBody(joinWideLines(choosePictures(reading.tree)), language)
  const body = renderBody(tree, `${url}/`, undefined, undefined, language)
  const title = cleanLine(reading.title ?? '')
  const named = reading.image === 'none' ? undefined : reading.image
  const image = named && URL.parse(named.url, `${url}/`)
  return {
    reading,
    source: text,
    isEmpty: body.text.trim() === '',
    problems: [...reading.problems, ...problems, ...lintBody(reading.tree, key, false)],
    text: {
      title: title === '' ? undefined : cutAtWord(title, 200),
      html: body.email,
      image:
        image && /^https?:$/.test(image.protocol) ? { url: image.href, alt: cleanLine(named?.alt ?? '') } : undefined,
      language,
      direction: chooseDirection(reading.direction, language),
    },
  }
}

/** Says that a text is for a later time, or for an earlier one. An insert is used for the next issue, or not at all. */
function checkTimes({ date, publishAt, expires }: RawManuscript, timeZone: string, at: string): readonly Problem[] {
  const present = Date.parse(at)
  const starts = [date, publishAt].map((each) => each && startOf(each, timeZone))
  const start = starts.find((instant) => instant && Date.parse(instant) > present)
  if (start === undefined && (expires === undefined || Date.parse(expires) > present)) return []
  const message =
    start === undefined
      ? `The text is not used, because it expired at ${expires}.`
      : `The text is not used, because it is for ${start}. A text is used for the next issue, or not at all.`
  return [
    warning('held-back', message, { fix: 'Upload it again, without this time, before the issue that it is for.' }),
  ]
}

/** @param fix what to do with a text that is too long */
export function checkLength(html: string, isEmpty: boolean, fix: string): readonly Problem[] {
  if (isEmpty) return [error('empty-file', 'The file is empty.', { fix: 'Write some text, or delete the file.' })]
  const bytes = Buffer.byteLength(html)
  if (bytes <= maximumInsertBytes) return []
  const size = `It has ${Math.ceil(bytes / 1000)} KB. At most 20 KB are allowed, so that the mail is not clipped.`
  return [error('too-long', size, { fix })]
}
