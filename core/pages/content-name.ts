import { fingerprint } from '../text/fingerprint.ts'

/** Names a file by its content, so that browsers and caches may keep it forever. */
export function nameByContent(name: string, extension: string, body: string) {
  const hash = fingerprint(body, 12)
  const path = `${name}.${hash}.${extension}`
  return { path, href: `/${path}`, body }
}
