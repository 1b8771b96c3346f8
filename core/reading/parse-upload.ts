import { type BodyTree, sanitizeBody } from '../html/sanitize-body.ts'
import { TooComplexError } from '../html/too-complex-error.ts'
import { error, fewOfEach, type Problem } from '../problem.ts'
import type { Publication } from '../publication.ts'
import { cleanLine } from '../text/clean-text.ts'
import { decodeText } from '../text/decode-text.ts'
import { readArchivePage } from './archive-page/archive-page.ts'
import { composeManuscript } from './compose-manuscript.ts'
import { withBanner } from './correction-banner.ts'
import { declaredCharset } from './html/declared-charset.ts'
import { readHtmlPage } from './html/html-page.ts'
import { lintBody } from './lint-body.ts'
import type { Manuscript } from './manuscript.ts'
import { readMarkdownPage } from './markdown/markdown-page.ts'
import type { Reading } from './reading.ts'
import { classifyKey, type UploadFormat } from './upload-key.ts'

export type Upload = { readonly key: string; readonly bytes: Uint8Array; readonly contentType?: string | undefined }

/** What an upload comes to. The problems of an accepted one are warnings; a rejected one has at least one error. */
export type ParsedUpload =
  | {
      readonly accepted: true
      readonly manuscript: Manuscript
      readonly body: BodyTree
      readonly problems: readonly Problem[]
    }
  | { readonly accepted: false; readonly title?: string; readonly problems: readonly Problem[] }

/** Bytes. A novel has about a million. */
export const maximumUploadBytes = 2_000_000
const mostLines = 60_000

const readers: Readonly<Record<UploadFormat, (text: string, publication: Publication) => Reading>> = {
  txt: readArchivePage,
  md: readMarkdownPage,
  html: readHtmlPage,
}

/** Reads an article in any of the accepted formats. Never throws, in bounded time, whatever the bytes are. */
export function parseUpload(upload: Upload, publication: Publication): ParsedUpload {
  const role = classifyKey(upload.key)
  if (role.kind !== 'article' || role.format === undefined) return reject(unknownFormat(upload.key))
  const oversize = refuseSize(upload.bytes.length)
  if (oversize) return reject(oversize)
  const decoded = decodeText(upload.bytes, declaredCharset(upload, role.format))
  if ('rejection' in decoded) return reject(decoded.rejection)
  if (decoded.text.trim() === '') return reject(emptyFile())
  try {
    checkLines(decoded.text)
    return judge(
      readers[role.format](decoded.text, publication),
      role.format,
      decoded.problems,
      upload.key,
      publication,
    )
  } catch (cause) {
    if (cause instanceof TooComplexError) return reject(tooComplex(cause))
    throw cause
  }
}

/** Says whether an upload of so many bytes is refused, so that it need not be read at all. */
export function refuseSize(bytes: number): Problem | undefined {
  if (bytes === 0) return emptyFile()
  if (bytes <= maximumUploadBytes) return undefined
  const megabytes = (bytes / 1_000_000).toFixed(1)
  return error('too-large', `The file has ${megabytes} MB; an article may have ${maximumUploadBytes / 1_000_000} MB.`, {
    fix: 'Upload images as files beside the article, and split a longer text.',
  })
}

function judge(
  reading: Reading,
  format: UploadFormat,
  decodingProblems: readonly Problem[],
  key: string,
  publication: Publication,
): ParsedUpload {
  const known = [...decodingProblems, ...reading.problems]
  // What else may be wrong with a file that cannot be read is not worth telling.
  if (known.some(isError)) return refuse(reading.title, known)
  const body = sanitizeBody(reading.tree)
  const { manuscript, notice, problems: judged } = composeManuscript(reading, body, format, publication)
  const problems = fewOfEach([...known, ...judged, ...lintBody(reading.tree, key, format === 'html')])
  if (problems.some(isError)) return refuse(manuscript.title, problems)
  return { accepted: true, manuscript, body: withBanner(body, notice), problems }
}

function isError(problem: Problem): boolean {
  return problem.severity === 'error'
}

function refuse(title: string | undefined, problems: readonly Problem[]): ParsedUpload {
  const shown = cleanLine((title ?? '').slice(0, 300))
  return { accepted: false, ...(shown === '' ? {} : { title: shown }), problems: fewOfEach(problems) }
}

/** @throws {TooComplexError} */
function checkLines(text: string): void {
  if (text.split('\n', mostLines + 1).length > mostLines) {
    throw new TooComplexError(`it has more than ${mostLines.toLocaleString('en')} lines`)
  }
}

function reject(problem: Problem): ParsedUpload {
  return refuse(undefined, [problem])
}

function unknownFormat(key: string): Problem {
  const name = key.slice(key.lastIndexOf('/') + 1)
  return error('unknown-format', `"${name}" is not in a format that can be published.`, {
    fix: 'Upload a plain-text page (.txt), Markdown (.md, .markdown) or HTML (.html, .htm).',
  })
}

function emptyFile(): Problem {
  return error('empty-file', 'The file is empty.', { fix: 'Save the article and upload it again.' })
}

function tooComplex(cause: TooComplexError): Problem {
  return error('too-complex', `The text cannot be read: ${cause.message}.`, {
    fix: 'Simplify it, or export it from your program without its layout.',
  })
}
