import type { UploadFormat } from '../upload-key.ts'

/** Bytes; HTML asks for the declaration within the first 1,024, and pages are not always so strict. */
const declarationWithin = 4096

/** The charset that the upload's content type names, or an HTML page its own. */
export function declaredCharset(
  { bytes, contentType = '' }: { readonly bytes: Uint8Array; readonly contentType?: string | undefined },
  format: UploadFormat,
): string | undefined {
  const named = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1]
  if (named !== undefined || format !== 'html') return named
  const opening = Buffer.from(bytes.subarray(0, declarationWithin)).toString('latin1')
  return /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(opening)?.[1]
}
