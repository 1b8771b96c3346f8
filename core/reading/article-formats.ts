import type { Problem } from '../problem.ts'
import type { Publication } from '../publication.ts'
import { readArchivePage } from './archive-page/archive-page.ts'
import { charsetOfPage, decodeUpload, type Upload } from './decode-upload.ts'
import { readHtmlPage } from './html/html-page.ts'
import type { RawManuscript } from './manuscript.ts'
import { readMarkdownPage } from './markdown/markdown-page.ts'
import type { UploadFormat } from './upload-key.ts'

/** How uploads of one format are read. */
export type Format = {
  /** @throws {TooComplexError} */
  readonly read: (upload: Upload, publication: Publication) => RawManuscript | { readonly rejection: Problem }
  /** True if the positions in the tree are those of the upload. Otherwise elements may have `lineAttribute`. */
  readonly hasPositions: boolean
  readonly fixes: Fixes
}

/**
 * Texts that tell authors how to add a missing field. Without a text there is no warning: the format has no place for the
 * field, or its reader issues its own warning.
 */
export type Fixes = { readonly title: string; readonly summary?: string; readonly date?: string }

const writeDate = 'Add the date, such as 2026-03-31.'

// To add a format, name its file extensions in upload-key.ts; TypeScript then requires its entry here. The reader of a
// text format gets decoded text from `textReader`; the reader of a binary format gets the bytes of the upload.
export const formats: Readonly<Record<UploadFormat, Format>> = {
  txt: {
    read: textReader(readArchivePage),
    hasPositions: false,
    fixes: { title: 'Put the title on a line of its own above the text, with an empty line below it.' },
  },
  md: {
    read: textReader(readMarkdownPage),
    hasPositions: false,
    fixes: {
      title: 'Write title: "A title" into the front matter, or begin the text with a line "# A title".',
      summary: 'Add summary: "…" to the front matter.',
      date: writeDate,
    },
  },
  html: {
    read: textReader(readHtmlPage, charsetOfPage),
    hasPositions: true,
    fixes: {
      title: 'Put the title into <title> or into the first <h1>.',
      summary: 'Add <meta name="description" content="…">.',
      date: writeDate,
    },
  },
}

/** The formats, as messages to authors name them. */
export const acceptedFormats = 'a plain-text page (.txt), Markdown (.md, .markdown) or HTML (.html, .htm)'

function textReader(
  parse: (text: string, publication: Publication) => RawManuscript,
  charsetIn?: (bytes: Uint8Array) => string | undefined,
): Format['read'] {
  return (upload, publication) => {
    const decoded = decodeUpload(upload, charsetIn)
    if ('rejection' in decoded) return decoded
    const raw = parse(decoded.text, publication)
    return { ...raw, problems: [...decoded.problems, ...raw.problems] }
  }
}
