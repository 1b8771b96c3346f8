import { accessSync, constants, type Dirent, readdirSync, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { longestKeyBytes } from '../../core/articles/limits.ts'
import { error, type Problem } from '../../core/problem.ts'
import { articleFolder, programFolder } from '../../core/reading/content-folders.ts'
import { CommandFailure } from '../command-failure.ts'

/** Where files go in the uploads bucket. */
export type Placement = { readonly backfill?: boolean; readonly folder?: string }

/** A file on this machine and its key in the bucket. */
export type ContentFile = { readonly file: string; readonly key: string; readonly size: number }

export type Content = {
  /** In the order of their keys. */
  readonly files: readonly ContentFile[]
  /** Files that cannot be uploaded. */
  readonly unusable: readonly UnusableFile[]
  /** Files and folders that are left out, because they are not content. */
  readonly leftOut: readonly string[]
}

export type UnusableFile = { readonly file: string; readonly problem: Problem }

/**
 * Finds files with their keys. Paths below a folder named `articles` or `backfill` keep their place in it, unless a
 * placement is given. Other paths go below `articles/` or, as an archive, `backfill/`, and keep the folders below their
 * common folder.
 * @throws {CommandFailure} if a path does not exist, or two files would get the same key
 */
export function findContent(paths: readonly string[], placement: Placement): Content {
  const given = paths.map((each) => ({ at: path.resolve(each), isFolder: statGiven(each).isDirectory() }))
  const base = commonFolder(given.map(({ at, isFolder }) => (isFolder ? at : path.dirname(at))))
  const search: Search = { base, placement, files: new Map(), unusable: [], leftOut: [] }
  for (const { at, isFolder } of given) {
    if (isFolder) searchGivenFolder(at, search)
    else addFile(at, { ...search, root: rootOf(path.dirname(at), search) })
  }
  const files = [...search.files.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  return { files, unusable: search.unusable, leftOut: search.leftOut }
}

type Search = {
  /** The folder that all paths have in common. */
  readonly base: string
  readonly placement: Placement
  /** By their keys. */
  readonly files: Map<string, ContentFile>
  readonly unusable: UnusableFile[]
  readonly leftOut: string[]
}

/** A search in a folder that contains the folders of the bucket, or in one that does not. */
type SearchBelow = Search & { readonly root: string | undefined }

function statGiven(given: string): Stats {
  try {
    return statSync(given)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const problem = code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`
    throw new CommandFailure(`Cannot read ${given}: ${problem}.`, 2, { cause })
  }
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? '.'
  while (!folders.every((each) => isWithin(each, common))) common = path.dirname(common)
  return common
}

function isWithin(each: string, folder: string): boolean {
  return each === folder || each.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)
}

/**
 * Returns the folder above the one named `articles` or `backfill`: the outermost in the working directory, otherwise the
 * innermost, because anything may have that name further up.
 */
function rootOf(folder: string, { placement }: Search): string | undefined {
  if (placement.backfill || placement.folder !== undefined) return undefined
  const relative = path.relative('.', folder).split(path.sep)
  const near = relative[0] === '..' ? -1 : relative.findIndex((each) => articleFolder.test(each))
  if (near !== -1) return path.resolve(...relative.slice(0, near))
  const segments = folder.split(path.sep)
  const far = segments.findLastIndex((each) => articleFolder.test(each))
  return far === -1 ? undefined : segments.slice(0, far).join(path.sep) || path.sep
}

function searchGivenFolder(folder: string, search: Search): void {
  const entries = list(folder, search)
  const root = rootOf(folder, search)
  const isAbove = entries.some((entry) => entry.isDirectory() && articleFolder.test(entry.name))
  if (root !== undefined || !isAbove || search.placement.backfill || search.placement.folder !== undefined) {
    addEntries(folder, entries, { ...search, root })
    return
  }
  // Files beside the folders of the bucket, such as a README, are not uploaded. Receipts say what is wrong with folders.
  const isContent = (entry: Dirent) => entry.isDirectory() && !entry.name.startsWith('.')
  for (const entry of entries.filter((each) => !isContent(each))) leaveOut(folder, entry, search)
  addEntries(folder, entries.filter(isContent), { ...search, root: folder })
}

function list(folder: string, search: Search): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    const problem = error('unreadable-file', 'The folder cannot be read.', { fix: 'Check its permissions.' })
    search.unusable.push({ file: shown(folder), problem })
    return []
  }
}

function addEntries(folder: string, entries: readonly Dirent[], search: SearchBelow): void {
  for (const entry of entries) {
    const at = path.join(folder, entry.name)
    if (entry.isSymbolicLink()) {
      const fix = 'Put a copy of the file or folder here.'
      const problem = error('symbolic-link', 'Symbolic links are not followed.', { fix })
      search.unusable.push({ file: shown(at), problem })
    } else if (!entry.isDirectory()) addFile(at, search)
    else if (programFolder.test(entry.name)) leaveOut(folder, entry, search)
    else addEntries(at, list(at, search), search)
  }
}

function leaveOut(folder: string, entry: Dirent, { leftOut }: Search): void {
  leftOut.push(shown(path.join(folder, entry.name)) + (entry.isDirectory() ? '/' : ''))
}

function addFile(at: string, search: SearchBelow): void {
  const key = keyOf(at, search)
  const about = statIfThere(at)
  if (about === undefined) return // deleted since it was listed
  const problem = refuse(at, about, key)
  const other = search.files.get(key)
  if (problem) search.unusable.push({ file: shown(at), problem })
  else if (other && path.resolve(other.file) !== at) throw sameKey(other.file, shown(at), key)
  else search.files.set(key, { file: shown(at), key, size: about === 'closed' ? 0 : about.size })
}

function statIfThere(at: string): Stats | 'closed' | undefined {
  try {
    return statSync(at)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'EACCES') return 'closed' // in a folder that can be listed, but not entered
    throw cause
  }
}

function refuse(at: string, about: Stats | 'closed', key: string): Problem | undefined {
  const closed = error('unreadable-file', 'The file cannot be read.', { fix: 'Check its permissions.' })
  if (about === 'closed') return closed
  if (!about.isFile()) return error('unreadable-file', 'It is a device, not a file.', { fix: 'Remove it.' })
  if (Buffer.byteLength(key) > longestKeyBytes) {
    const fix = 'Shorten the names of the file and its folders.'
    return error('key-too-long', `The path has more than ${longestKeyBytes} bytes.`, { fix })
  }
  try {
    accessSync(at, constants.R_OK)
    return undefined
  } catch {
    return closed
  }
}

function sameKey(one: string, other: string, key: string): CommandFailure {
  const fix = 'Rename one of them, or upload them one by one with different --folder options.'
  return new CommandFailure(
    `${one} and ${other} would both be uploaded as ${key}, and one would replace the other. ${fix}`,
    2,
  )
}

function keyOf(at: string, { base, placement, root }: SearchBelow): string {
  if (root !== undefined) return toPosix(path.relative(root, at))
  const folder = placement.backfill ? 'backfill' : 'articles'
  return path.posix.join(folder, placement.folder ?? '', toPosix(path.relative(base, at)))
}

/** Returns a path as people would type it: relative to the working directory, unless it is elsewhere. */
function shown(at: string): string {
  const relative = path.relative('.', at)
  return toPosix(relative === '' ? '.' : relative.split(path.sep)[0] === '..' ? at : relative)
}

function toPosix(file: string): string {
  return file.replaceAll(path.sep, '/')
}
