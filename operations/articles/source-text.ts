import { decodeUpload, type Upload } from '../../core/reading/decode-upload.ts'

/** The text of an upload, to be edited. Its lines end in \n. */
export type SourceText = {
  readonly text: string
  /** How its lines end in the file. */
  readonly lineEnd: '\n' | '\r\n'
  /** True if the file begins with a byte order mark. */
  readonly hasMark: boolean
  /** True if saving it changes its charset, because it is not UTF-8. */
  readonly changesCharset: boolean
}

const mark = '\uFEFF'

/** Reads the text of an upload; undefined if it is not text. An empty file is an empty text. */
export function readSource(upload: Upload): SourceText | undefined {
  if (upload.bytes.length === 0) return { text: '', lineEnd: '\n', hasMark: false, changesCharset: false }
  const strict = decodeUtf8(upload.bytes)
  const decoded = strict === undefined || strict.includes('\0') ? decodeUpload(upload) : { text: strict }
  if ('rejection' in decoded) return undefined
  const { text } = decoded
  return {
    text: unify(text.startsWith(mark) ? text.slice(1) : text),
    lineEnd: (text.match(/\r\n/g)?.length ?? 0) > (text.match(/(?<!\r)\n/g)?.length ?? 0) ? '\r\n' : '\n',
    hasMark: strict?.startsWith(mark) ?? false,
    changesCharset: strict === undefined,
  }
}

/** Encodes an edited text like the file from which it came. Browsers send the lines of a form with \r\n. */
export function writeSource(text: string, { lineEnd, hasMark }: Pick<SourceText, 'lineEnd' | 'hasMark'>): Uint8Array {
  return new TextEncoder().encode((hasMark ? mark : '') + unify(text).replaceAll('\n', lineEnd))
}

function unify(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
