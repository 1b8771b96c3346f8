import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod/mini'
import type { Versions } from './plan-sync.ts'

/** Remembers what was published from a watched folder, so that deletions are found that were made meanwhile. */
export type PublishedFiles = {
  read(): Promise<Versions>
  write(versions: Versions): Promise<void>
}

const schema = z.record(z.string(), z.record(z.string(), z.string()))

/** Opens the memory of one watched folder. The data folder has one file for all of them. */
export function openPublishedFiles(data: string, folder: string): PublishedFiles {
  const file = path.join(data, 'watched.json')
  const readAll = async () => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw error
    })
    return readFolders(text)
  }
  return {
    read: async () => new Map(Object.entries((await readAll())[folder] ?? {})),
    write: async (versions) => {
      const folders = { ...(await readAll()), [folder]: Object.fromEntries(versions) }
      await writeFile(`${file}.new`, `${JSON.stringify(folders, null, 2)}\n`, { mode: 0o600 })
      await rename(`${file}.new`, file)
    },
  }
}

/** A file that cannot be read is like none: nothing counts as deleted then. */
function readFolders(text: string): z.output<typeof schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}
