import { createHash } from 'node:crypto'

/** A file whose name changes with its content, so that it may be kept for ever. */
export function nameByContent(name: string, extension: string, body: string) {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const path = `${name}.${hash}.${extension}`
  return { path, href: `/${path}`, body }
}
