import { fingerprint } from '../text/fingerprint.ts'

/** Puts a hash of the content into the name of a file, so that browsers and caches may keep the file forever. */
export function nameByContent(name: string, extension: string, body: string) {
  const hash = fingerprint(body, 12)
  const path = `${name}.${hash}.${extension}`
  return { path, href: `/${path}`, body }
}
