import { TooComplexError } from '../html/too-complex-error.ts'
import { error, type Problem } from '../problem.ts'
import { type DecodedText, decodeText } from '../text/decode-text.ts'
import { maximumArticleBytes, mostLines } from './limits.ts'

export type Upload = { readonly key: string; readonly bytes: Uint8Array; readonly contentType?: string | undefined }

/** Returns why an upload of this size is rejected, so that the caller need not fetch it; undefined if the size is allowed. */
export function refuseSize(bytes: number): Problem | undefined {
  if (bytes === 0) return emptyFile()
  if (bytes <= maximumArticleBytes) return undefined
  const megabytes = (bytes / 1_000_000).toFixed(1)
  const most = maximumArticleBytes / 1_000_000
  return error('too-large', `The file is ${megabytes} MB in size; the maximum for an article is ${most} MB.`, {
    fix: 'Upload images as files beside the article, and split a long text.',
  })
}

/**
 * Decodes an upload in a text format.
 * @param charsetIn returns the charset that the file itself declares
 * @throws {TooComplexError} if it has too many lines
 */
export function decodeUpload(
  { bytes, contentType }: Upload,
  charsetIn: (bytes: Uint8Array) => string | undefined = () => undefined,
): DecodedText {
  const decoded = decodeText(bytes, charsetOfType(contentType) ?? charsetIn(bytes))
  if ('rejection' in decoded) return decoded
  if (decoded.text.trim() === '') return { rejection: emptyFile() }
  if (decoded.text.split('\n', mostLines + 1).length > mostLines) {
    throw new TooComplexError(`it has more than ${mostLines.toLocaleString('en')} lines`)
  }
  return decoded
}

/** Returns the charset in a content type. */
export function charsetOfType(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1]
}

/** Bytes. HTML requires the declaration of the charset within the first 1,024, but some pages have it later. */
const declarationWithin = 4096

/** Returns the charset that an HTML page declares. */
export function charsetOfPage(bytes: Uint8Array): string | undefined {
  const opening = Buffer.from(bytes.subarray(0, declarationWithin)).toString('latin1')
  return /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(opening)?.[1]
}

function emptyFile(): Problem {
  return error('empty-file', 'The file is empty.', { fix: 'Save the article and upload it again.' })
}
