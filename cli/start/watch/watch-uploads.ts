import { opendirSync, statSync } from 'node:fs'
import path from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { isLeftover } from '../../../core/reading/held-back.ts'
import type { Ask } from '../../ask.ts'
import { openPublishedFiles } from './published-files.ts'
import { createFolderSync, type SyncOptions } from './sync-folder.ts'

/** Milliseconds without a change before a file is read. Editors write a file in several steps. */
const quiet = 250
/** Milliseconds between two looks at whether the folder is still the same. */
const checkEvery = 2_000
/** Milliseconds after which everything is compared again, because not every change causes an event, as on network drives. */
const compareEvery = 60_000
/** Milliseconds until another attempt, if something fails. */
const retryAfter = 10_000

export type WatchOptions = Pick<SyncOptions, 'stack' | 'log' | 'yes'> & {
  /** The data folder of the stack. */
  readonly data: string
  readonly ask: Ask | undefined
}

/** Keeps a folder published until the returned function is called. The folder may vanish and come back. */
export function watchUploads(given: string, options: WatchOptions): () => Promise<void> {
  const { data, log, ...others } = options
  const folder = path.resolve(given)
  const sync = createFolderSync({ ...others, folder, log, published: openPublishedFiles(data, folder) })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isDue = false
  let isClosed = false
  let failure = ''

  const due = (milliseconds = quiet) => {
    if (isClosed) return
    clearTimeout(timer)
    timer = setTimeout(() => void start(), milliseconds)
  }
  function start(): void {
    isDue = running !== undefined
    running ??= run().finally(() => {
      running = undefined
      if (isDue) due()
    })
  }
  async function run(): Promise<void> {
    try {
      if (await sync()) due()
      failure = ''
    } catch (error) {
      const text = `${folder} could not be published completely, and is tried again: ${error}`
      if (text !== failure) log(text)
      failure = text
      due(retryAfter)
    }
  }

  const files = followFolder(folder, () => due(), log)
  const compare = setInterval(() => due(), compareEvery)
  due(0)
  return async () => {
    isClosed = true
    clearTimeout(timer)
    clearInterval(compare)
    await Promise.all([files.close(), running])
  }
}

/** Calls the listener after each change of a folder's files, also if another folder takes its place. */
function followFolder(folder: string, changed: () => void, log: (line: string) => void) {
  let watcher: FSWatcher | undefined
  let identity = ''
  const look = () => {
    const now = identifyFolder(folder)
    if (now === identity) return
    identity = now
    void watcher?.close()
    watcher = now === '' ? undefined : open()
    changed()
  }
  const open = () =>
    watch(folder, {
      followSymlinks: false,
      ignoreInitial: true,
      ignored: (file) => isLeftover(path.relative(folder, file)),
    })
      .on('all', changed)
      .on('error', (error) => log(`Changes in ${folder} are noticed once a minute only: ${error}`))
  look()
  const timer = setInterval(look, checkEvery)
  return {
    close: async () => {
      clearInterval(timer)
      await watcher?.close()
    },
  }
}

/** Returns a text that changes if another folder takes a folder's place; the empty one if nothing in it can be read. */
export function identifyFolder(folder: string): string {
  try {
    opendirSync(folder).closeSync()
    const about = statSync(path.join(folder, '.'))
    return about.isDirectory() ? `${about.dev}:${about.ino}` : ''
  } catch {
    return '' // gone, or closed to us: events stop, so the folder has to be watched anew when it is back
  }
}
