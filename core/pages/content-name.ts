import { fingerprint } from '../text/fingerprint.ts'

/** A file whose name changes with its content, so that it may be kept for ever. */
export function nameByContent(name: string, extension: string, body: string) {
  const hash = fingerprint(body, 12)
  const path = `${name}.${hash}.${extension}`
  return { path, href: `/${path}`, body }
}
