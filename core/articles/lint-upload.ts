import type { Problem } from '../problem.ts'
import type { Upload } from '../reading/decode-upload.ts'
import type { Site } from '../site.ts'
import { applyUpload } from './apply-upload.ts'
import { readUpload } from './read-upload.ts'

/** Returns the problems that the receipt would list if the file were uploaded at an instant. */
export function lintUpload(upload: Upload, site: Site, at: string): readonly Problem[] {
  const source = { contentType: undefined, ...upload, size: upload.bytes.length }
  const { fact } = readUpload(source, { sequencer: '0', at }, undefined, 0, site)
  return applyUpload(undefined, fact, site).problems
}
