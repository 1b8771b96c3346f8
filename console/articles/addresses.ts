import { hrefOf } from '../../core/feeds/addresses.ts'

/** Where the list of articles is. */
export const listHref = '/articles/'

/** Pages that belong to no upload. No upload of an editor has such a key. */
export const actionHref = (name: string) => `/articles/-/${name}`

/** Returns the address of an upload's page. */
export function uploadHref(key: string): string {
  return hrefOf(`articles/${key}`)
}

/** Returns the address of a page that does something with an upload. */
export function editHref(key: string): string {
  return withKey('edit', key)
}

export function withKey(name: string, key: string): string {
  return `${actionHref(name)}?${new URLSearchParams({ key })}`
}

/** Returns the address of an upload's page while its receipt is awaited. @param etag of the version that was uploaded */
export function awaitedHref(key: string, etag: string): string {
  return `${uploadHref(key)}?upload=${encodeURIComponent(etag)}`
}

/** Reads the key from an undecoded address, because a key may contain any character. */
export function readKey(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice(listHref.length))
  } catch {
    return undefined
  }
}
