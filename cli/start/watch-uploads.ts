import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { keysOfPaths } from '../../core/reading/content-folders.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { contentTypeOf } from '../../operations/uploads/content-type.ts'

/** Milliseconds without a change before a file is uploaded. Editors write a file in several steps. */
const quiet = 150

/** Uploads files of a folder when they change, and withdraws deleted ones. Returns a function that stops it. */
export function watchUploads(folder: string, stack: Stack, log: (line: string) => void): () => void {
  const timers = new Map<string, NodeJS.Timeout>()
  const watcher = watchOrFail(folder, (name) => {
    clearTimeout(timers.get(name))
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name)
        sync(folder, name, stack).then(
          (line) => line && log(line),
          (error) => log(`${name}: ${error}`),
        )
      }, quiet),
    )
  })
  return () => watcher.close()
}

function watchOrFail(folder: string, changed: (name: string) => void) {
  try {
    return watch(folder, { recursive: true }, (_event, name) => {
      if (name && !/(^|[/\\])\.|~$/.test(name)) changed(name)
    })
  } catch (cause) {
    throw new CommandFailure(`Cannot watch ${folder}: there is no such folder, or it cannot be read.`, 1, { cause })
  }
}

async function sync(folder: string, name: string, stack: Stack): Promise<string | undefined> {
  const key = keysOfPaths([name]).get(name)
  if (key === undefined) return undefined
  const bytes = await readFile(path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    if (error.code === 'EISDIR') return null // a folder: its files have their own events
    throw error
  })
  if (bytes === null) return undefined
  if (bytes === undefined) {
    await stack.uploads.remove(key)
    return `${key}: withdrawn`
  }
  await stack.uploads.put(key, bytes, contentTypeOf(key))
  return `${key}: uploaded`
}
