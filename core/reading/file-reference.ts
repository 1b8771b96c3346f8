import type { Root } from 'hast'
import { imageSetAddresses } from '../html/image-set.ts'
import { elementsOf, property } from '../html/tree.ts'
import { mostFiles, mostFormerFiles, mostFormerKeyBytes, mostKeyBytes } from './limits.ts'
import type { Image } from './manuscript.ts'
import { classifyKey } from './upload-key.ts'

/** A file beside an article that the article shows or links to. */
export type FileReference = {
  /** The key of its upload. */
  readonly key: string
  /** The path below the address of the article: `images/map.png`. */
  readonly path: string
  /** The ETag of the version whose size was read, if it is a picture. */
  readonly etag?: string
}

/** Attributes with the address of a file. */
const addressAttributes = ['src', 'href', 'poster']

/** Lists the files beside the upload `key` that its article refers to, without duplicates, in the order of the text. */
export function referencedFiles(tree: Root, image: Image | undefined, key: string): readonly FileReference[] {
  const files = new Map<string, FileReference>()
  const add = (address: string | undefined) => {
    const file = address === undefined || files.size >= mostFiles ? undefined : fileReference(address, key)
    if (file) files.set(file.path, file)
  }
  add(image?.url)
  for (const element of elementsOf(tree)) {
    for (const name of addressAttributes) add(property(element, name))
    for (const address of imageSetAddresses(property(element, 'srcSet') ?? '')) add(address)
  }
  return storable([...files.values()], mostKeyBytes)
}

/** Returns as many files of earlier versions as the article's record can hold. @param files newest first */
export function rememberedFiles(files: readonly FileReference[]): readonly FileReference[] {
  const each = [...new Map(files.map((file) => [file.path, file])).values()]
  return storable(each.slice(0, mostFormerFiles), mostFormerKeyBytes)
}

function storable(files: readonly FileReference[], most: number): readonly FileReference[] {
  let bytes = 0
  return files.filter(({ key }) => {
    bytes += Buffer.byteLength(key)
    return bytes <= most
  })
}

/** Returns the file that a relative address in an upload refers to; undefined if it is not a file beside the article. */
export function fileReference(address: string, key: string): FileReference | undefined {
  const fileKey = keyOf(address, key)
  if (fileKey === undefined || classifyKey(fileKey).kind !== 'asset') return undefined
  if (rootOf(fileKey) !== rootOf(key)) return undefined
  const folder = key.slice(0, key.lastIndexOf('/') + 1)
  // A file from outside the article's folder is published below the article too, in `up/`.
  const below = fileKey.startsWith(folder)
    ? fileKey.slice(folder.length)
    : `up/${fileKey.slice(fileKey.indexOf('/') + 1)}`
  return { key: fileKey, path: below }
}

/**
 * Returns the key to which an address in the upload `key` leads; undefined if it leads to a web address. The root of the
 * uploads is the folder `articles` or `backfill`: `/assets/jar.jpg` is `articles/assets/jar.jpg`.
 */
export function keyOf(address: string, key: string): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|[/\\]{2}|[#?])/i.test(address)) return undefined
  const path = decodePath(/^[^?#]*/.exec(address)?.[0] ?? '')?.replaceAll('\\', '/')
  if (path === undefined || path === '' || ownDocument.test(path)) return undefined
  if (!path.startsWith('/')) return resolve(key.slice(0, key.lastIndexOf('/') + 1), path)
  return resolve(/^\/(articles|backfill)\//.test(path) ? '' : rootOf(key), path.slice(1))
}

function rootOf(key: string): string {
  return key.slice(0, key.indexOf('/') + 1)
}

/** The feeds of the site, which are no uploads. */
const ownDocument = /^\/(.*\/)?feed\.json$/

/** Turns the address of a file, with any query, into its address below the article. Returns any other address unchanged. */
export function fileAddress(address: string, key: string): string {
  const file = fileReference(address, key)
  if (!file) return address
  const rest = /[?#].*$/.exec(address)?.[0] ?? ''
  return file.path.split('/').map(encodeURIComponent).join('/') + rest
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Resolves a path to a key. Returns undefined if the path leads out of the uploads, or to an impossible key. */
function resolve(folder: string, path: string): string | undefined {
  const segments = folder.split('/').slice(0, -1)
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined
    if (segment !== '.' && segment !== '..') segments.push(segment)
  }
  const key = segments.join('/')
  return /[\p{Cc}]|\/\//u.test(key) || Buffer.byteLength(key) > 900 ? undefined : key
}
