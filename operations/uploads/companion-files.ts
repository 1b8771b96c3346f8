import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import type { Site } from '../../core/site.ts'
import type { ContentFile } from './content-files.ts'
import { listReferences } from './preview-article.ts'

export type Companions = {
  /** Files to which articles refer and that were not given, in the order of their keys. */
  readonly files: readonly ContentFile[]
  /** Files that exist but are not taken, because they are outside of the articles' folder. */
  readonly outside: readonly string[]
}

/**
 * Finds the pictures and other files to which articles refer. They may be anywhere below the folder named `articles` or
 * `backfill` in which an article is, or else below the working directory or the article's own folder. Nothing is taken
 * from elsewhere, and no hidden files: an article by somebody else could name files that are not for the public.
 */
export function findCompanions(files: readonly ContentFile[], site: Site, now: Date): Companions {
  const given = new Set(files.map(({ key }) => key))
  const found = new Map<string, ContentFile>()
  const outside = new Set<string>()
  for (const { file, key, size } of files) {
    if (classifyKey(key).kind !== 'article' || size > maximumArticleBytes) continue
    const references = listReferences({ key, bytes: readFileSync(file) }, site, now).files
    for (const { key: wanted } of references.filter((each) => !given.has(each.key) && !found.has(each.key))) {
      const at = path.resolve(path.dirname(file), path.posix.relative(path.posix.dirname(key), wanted))
      const about = lstatSync(at, { throwIfNoEntry: false })
      if (!about?.isFile()) continue
      if (isWithin(at, rootOf(file, key))) found.set(wanted, { file: shown(at), key: wanted, size: about.size })
      else outside.add(shown(at))
    }
  }
  return { files: [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1)), outside: [...outside] }
}

/** Returns the folder outside of which no files are taken. */
function rootOf(file: string, key: string): string {
  const own = path.dirname(path.resolve(file))
  // The folders of the key that are also the folders of the file.
  const folders = path.posix.dirname(key).split('/')
  const onDisk = own.split(path.sep)
  const isPlaced = folders.every((folder, index) => onDisk[onDisk.length - folders.length + index] === folder)
  if (isPlaced) return onDisk.slice(0, onDisk.length - folders.length + 1).join(path.sep)
  const working = process.cwd()
  return own === working || own.startsWith(working + path.sep) ? working : own
}

function isWithin(at: string, root: string): boolean {
  const relative = path.relative(realpathSync(root), realpathSync(at))
  return !relative.split(path.sep).some((part) => part.startsWith('.')) && !path.isAbsolute(relative)
}

/** Returns a path as people would type it. */
function shown(at: string): string {
  const relative = path.relative('.', at)
  return relative.split(path.sep)[0] === '..' ? at : relative
}
