import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import path from 'node:path'
import { isLeftover } from '../../../core/reading/held-back.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import { wrongFolder } from '../../../core/reading/wrong-folder.ts'
import { CommandFailure } from '../../../operations/command-failure.ts'
import { findContent } from '../../../operations/uploads/content-files.ts'

/** What a watched folder contains. */
export type FolderScan = {
  /** Paths by key, pictures before articles, so that the articles find them. */
  readonly files: ReadonlyMap<string, string>
  /** Files that cannot be published, with the reason. Hidden files and those of programs are not among them. */
  readonly skipped: readonly string[]
}

/** Lists a folder with the keys that `postrider publish` would give its files. Undefined if there is no such folder. */
export function scanFolder(folder: string): FolderScan | undefined {
  const content = listContent(folder)
  if (!content) return undefined
  const kept = content.files.filter(({ key }) => !isLeftover(key))
  const kinds = Map.groupBy(kept, ({ key }) => classifyKey(key).kind)
  const strays = kinds.get('stray') ?? []
  const articles = kinds.get('article') ?? []
  const others = kept.filter((each) => !strays.includes(each) && !articles.includes(each))
  return {
    files: new Map([...others, ...articles].map(({ key, file }) => [key, path.resolve(file)])),
    skipped: [
      ...content.unusable.map(({ file, problem }) => `${file}: ${problem.message}`),
      ...content.leftOut.map((file) => `${file}: it is not below articles/ or backfill/, or belongs to a program.`),
      ...strays.map(({ file, key }) => `${file}: ${wrongFolder(key).message}`),
    ],
  }
}

function listContent(folder: string) {
  try {
    return findContent([folder], {})
  } catch (error) {
    if (error instanceof CommandFailure && isMissing(error.cause)) return undefined
    if (isMissing(error)) return undefined // deleted while it was listed
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ESTALE'].includes(String(error.code))
}

/**
 * Reads a file inside a folder, without following links, which could lead out of it. Undefined if it has gone, has become
 * something else, or was written meanwhile.
 */
export async function readInside(folder: string, file: string): Promise<Uint8Array | undefined> {
  try {
    const parent = await realpath(path.dirname(file))
    const root = await realpath(folder)
    if (parent !== root && !parent.startsWith(root + path.sep)) return undefined
    // A pipe in the file's place must not make the process wait.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const before = await handle.stat()
      if (!before.isFile()) return undefined
      const bytes = await handle.readFile()
      const after = await handle.stat()
      return after.mtimeMs === before.mtimeMs && after.size === bytes.length ? bytes : undefined
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ELOOP')) return undefined
    throw error
  }
}
