import { createHash } from 'node:crypto'
import type { BodyStore } from '../bodies/body-store.ts'
import { type Checksum, compositeChecksum, startChecksum } from '../bodies/checksum.ts'
import type { NewObject } from '../objects/store-object.ts'
import type { Part, Upload } from './upload-store.ts'

/** Joins the parts to one body. The caller commits it. */
export async function joinParts(bodies: BodyStore, upload: Upload, parts: readonly Part[]): Promise<NewObject> {
  const md5 = createHash('md5')
  const whole = upload.checksum?.type === 'FULL_OBJECT' ? startChecksum(upload.checksum.algorithm) : undefined
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const part of parts) {
      for await (const chunk of bodies.stream(part.body)) {
        md5.update(chunk)
        whole?.update(chunk)
        yield chunk
      }
    }
  }
  const body = await bodies.write(chunks())
  const partSizes = parts.map(({ size }) => size)
  return {
    body,
    size: partSizes.reduce((sum, size) => sum + size, 0),
    etag: joinEtags(parts),
    md5: md5.digest('hex'),
    headers: upload.headers,
    checksum: joinChecksums(upload, parts, whole?.digest()),
    tags: upload.tags,
    partSizes,
  }
}

function joinEtags(parts: readonly Part[]): string {
  const md5 = createHash('md5')
  for (const part of parts) md5.update(part.md5, 'hex')
  return `${md5.digest('hex')}-${parts.length}`
}

function joinChecksums(upload: Upload, parts: readonly Part[], whole: Buffer | undefined): Checksum | undefined {
  if (!upload.checksum) return undefined
  if (whole) return { ...upload.checksum, value: whole.toString('base64') }
  return compositeChecksum(
    upload.checksum.algorithm,
    parts.flatMap(({ checksum }) => checksum ?? []),
  )
}
