import { closeSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { isLive } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { pictureOpening } from '../../core/articles/limits.ts'
import type { LinkTarget } from '../../core/articles/links/resolve-links.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import type { Site } from '../../core/site.ts'
import type { Stack } from '../stack.ts'
import { type ContentFile, findContent, type Placement } from './content-files.ts'
import {
  type ArticlePreview,
  findTarget,
  type GivenArticle,
  listReferences,
  type PresentFile,
  previewArticle,
} from './preview-article.ts'

/** An article of a folder as it would be published. */
export type FilePreview = ArticlePreview & {
  readonly file: string
  /** Returns the bytes of a file beside the article; undefined if it does not exist here. */
  readonly open: (key: string) => Uint8Array | undefined
}

/** A stack that knows the articles that are not in the folder. */
export type PreviewStack = { readonly articles: Pick<Stack['articles'], 'get' | 'getTargets'> }

/** Lists the articles among files and folders, in the order of their keys. @throws {CommandFailure} if a path does not exist */
export function listArticleFiles(paths: readonly string[], placement: Placement): readonly ContentFile[] {
  return findContent(paths, placement).files.filter(({ key }) => classifyKey(key).kind === 'article')
}

/**
 * Previews an article of a folder. Links lead to articles beside it on this machine, and otherwise to those of the stack.
 * @param stack undefined without a running stack
 */
export async function previewFile(
  content: ContentFile,
  site: Site,
  now: Date,
  stack?: PreviewStack,
): Promise<FilePreview> {
  const { file, key } = content
  const previous = await stack?.articles.get(articleId(key))
  const given: GivenArticle = { key, bytes: readFileSync(file), previous }
  const references = listReferences(given, site, now)
  const placeOf = (wanted: string) => placeBeside(content, wanted)
  const files = new Map(
    references.files.flatMap((wanted) => {
      const present = openStart(placeOf(wanted.key))
      return present ? [[wanted.key, present] as const] : []
    }),
  )
  const keys = references.links.flatMap((link) => link.keys)
  const targets = new Map([...(await targetsOn(keys, stack)), ...targetsHere(keys, placeOf, site, now)])
  const open = (wanted: string) => (files.has(wanted) ? readFileSync(placeOf(wanted)) : undefined)
  return { ...(await previewArticle(given, { files, targets }, site, now)), file, open }
}

/** Returns where the file of another key is, if both are in the same folders here as in the bucket. */
function placeBeside({ file, key }: ContentFile, wanted: string): string {
  return path.resolve(path.dirname(file), path.posix.relative(path.posix.dirname(key), wanted))
}

function targetsHere(keys: readonly string[], placeOf: (key: string) => string, site: Site, now: Date) {
  return keys.flatMap((key): (readonly [string, LinkTarget])[] => {
    const at = placeOf(key)
    if (classifyKey(key).kind !== 'article' || !isFile(at)) return []
    const target = findTarget({ key, bytes: readFileSync(at) }, site, now)
    return target ? [[key, target]] : []
  })
}

async function targetsOn(keys: readonly string[], stack: PreviewStack | undefined) {
  const known = keys.filter((key) => classifyKey(key).kind === 'article')
  const found = stack && known.length > 0 ? await stack.articles.getTargets(known) : []
  return found.flatMap(({ key, record }): (readonly [string, LinkTarget])[] => {
    if (!isLive(record)) return []
    const { slug, title, contentKey } = record.article
    return [[key, { slug, title, contentKey }]]
  })
}

function isFile(at: string): boolean {
  return lstatSync(at, { throwIfNoEntry: false })?.isFile() ?? false
}

function openStart(at: string): PresentFile | undefined {
  const about = lstatSync(at, { throwIfNoEntry: false })
  if (!about?.isFile()) return undefined
  const opening = new Uint8Array(Math.min(about.size, pictureOpening))
  const descriptor = openSync(at, 'r')
  try {
    readSync(descriptor, opening, 0, opening.length, 0)
  } finally {
    closeSync(descriptor)
  }
  return { opening, size: about.size, etag: `"${about.mtimeMs}"` }
}
