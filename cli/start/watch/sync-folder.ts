import { lstat, stat } from 'node:fs/promises'
import { etagOf } from '../../../aws/object-version.ts'
import { uploadFolders } from '../../../core/reading/wrong-folder.ts'
import type { Stack } from '../../../operations/stack.ts'
import { contentTypeOf } from '../../../operations/uploads/content-type.ts'
import { findPresent } from '../../../operations/uploads/present-articles.ts'
import type { Ask } from '../../ask.ts'
import { describeKept, describeMissing, describeOccupied } from './describe-sync.ts'
import { isMostlyGone, planSync, type Versions } from './plan-sync.ts'
import type { PublishedFiles } from './published-files.ts'
import { type FolderScan, readInside, scanFolder } from './scan-folder.ts'

type UploadDesk = Pick<Stack['uploads'], 'get' | 'listPage' | 'look' | 'putOver' | 'removeOver'>

export type SyncOptions = {
  /** Absolute. */
  readonly folder: string
  readonly stack: { readonly site: Stack['site']; readonly uploads: UploadDesk }
  readonly published: PublishedFiles
  readonly log: (line: string) => void
  /** Asks the operator, at the first run only; undefined if nobody can answer. */
  readonly ask: Ask | undefined
  /** Whether everything that would be asked is confirmed already. */
  readonly yes: boolean
}

/** A file that looked the same in two runs, as it was read then. */
type SettledFile = { readonly look: string; readonly etag: string }

/**
 * Creates a function that publishes what differs in a folder, and withdraws what was deleted from it since it last ran. What
 * was deleted before its first run, or while the folder was away, is withdrawn only if that is confirmed. The function
 * returns whether files may still be being written, so that it has to be called again soon. Calls must not overlap.
 */
export function createFolderSync(options: SyncOptions): () => Promise<boolean> {
  const { folder, stack, log, yes } = options
  const { uploads } = stack
  const settled = new Map<string, SettledFile>()
  /** Settled files that have not been handled yet. */
  const dirty = new Set<string>()
  /** Where the files are, or were last. */
  const paths = new Map<string, string>()
  /** Keys whose missing files are not withdrawn before the next start. */
  const held = new Set<string>()
  /** The version of each file that must not replace a different article. */
  const refused = new Map<string, string>()
  const said = new Set<string>()
  let looks = new Map<string, string>()
  /** The folder that was handled last, which another one may have replaced. */
  let handled = ''
  let known: Map<string, string> | undefined
  let ask = options.ask

  return async () => {
    const about = await stat(folder).catch(() => undefined)
    const scan = about?.isDirectory() ? scanFolder(folder) : undefined
    if (!about || !scan) {
      if (handled !== '') log(`${folder} is gone. Nothing is withdrawn, and it is published again when it is back.`)
      handled = ''
      looks = new Map()
      return false
    }
    for (const line of scan.skipped) sayOnce(`Not published: ${line}`)
    const isPending = await settle(scan)
    if (isPending && settled.size === 0) return true // nothing can be read yet
    const identity = `${about.dev}:${about.ino}`
    known ??= new Map(await options.published.read())
    if (identity !== handled) await publishAll(scan, known)
    else await publishChanges(scan, known, isPending)
    handled = identity
    ask = undefined
    return isPending
  }

  function sayOnce(line: string): void {
    if (!said.has(line)) log(line)
    said.add(line)
  }

  /** Reads files that look as in the last run. Returns whether some do not. */
  async function settle({ files }: FolderScan): Promise<boolean> {
    const former = looks
    looks = new Map()
    for (const key of settled.keys()) if (!files.has(key)) settled.delete(key)
    let isPending = former.keys().some((key) => !files.has(key)) // an editor may be replacing it
    for (const [key, file] of files) {
      const look = await describeFile(file)
      looks.set(key, look)
      paths.set(key, file)
      held.delete(key)
      if (settled.get(key)?.look === look) continue
      const bytes = former.get(key) === look ? await readInside(folder, file) : undefined
      if (bytes) {
        if (settled.get(key)?.etag !== etagOf(bytes)) dirty.add(key)
        settled.set(key, { look, etag: etagOf(bytes) })
      } else isPending = true
    }
    return isPending
  }

  async function publishAll(scan: FolderScan, published: Map<string, string>): Promise<void> {
    for (const key of settled.keys()) dirty.add(key)
    const gone = [...published.keys()].filter((key) => !scan.files.has(key))
    await publish(scan, published, { gone, present: await listPresent(uploads), isUnattended: true })
  }

  async function publishChanges(scan: FolderScan, published: Map<string, string>, isPending: boolean): Promise<void> {
    // While files are being written, a missing one may be moving.
    const missing = isPending ? [] : await findMissing(scan, published)
    if (dirty.size + missing.length === 0) return
    const present = new Map<string, string>()
    for (const key of [...dirty, ...missing]) {
      const about = await uploads.look(key)
      if (about) present.set(key, about.etag)
    }
    await publish(scan, published, { gone: missing, present, isUnattended: false })
  }

  /** Returns the keys of deleted files. A file that only cannot be read, or whose folder has become a link, is not deleted. */
  async function findMissing({ files }: FolderScan, published: Versions): Promise<readonly string[]> {
    const missing: string[] = []
    for (const key of published.keys()) {
      if (files.has(key) || held.has(key)) continue
      const file = paths.get(key)
      if (file === undefined || (await isDeleted(file))) missing.push(key)
    }
    return missing
  }

  type Difference = {
    readonly gone: readonly string[]
    readonly present: Versions
    /** Whether the files were deleted while nobody watched. */
    readonly isUnattended: boolean
  }

  async function publish({ files }: FolderScan, published: Map<string, string>, difference: Difference): Promise<void> {
    const { gone, present, isUnattended } = difference
    const order = [...files.keys()].filter((key) => dirty.has(key) && settled.has(key))
    const versions = new Map(order.map((key) => [key, settled.get(key)?.etag ?? '']))
    const plan = planSync({ files: versions, gone, published, present })
    try {
      for (const key of plan.same) finish(key, published, versions.get(key))
      for (const key of plan.overtaken) {
        sayOnce(
          `${key}: left as it is, because it was changed or withdrawn elsewhere after it was published from here.`,
        )
        finish(key, published, published.get(key))
      }
      const chosen = new Set(plan.upload)
      for (const key of plan.occupied) if (await mayReplace(key, files.get(key) ?? '')) chosen.add(key)
      for (const key of order.filter((each) => chosen.has(each)))
        await upload(key, files.get(key) ?? '', published, present.get(key))
      for (const key of gone) if (!present.has(key)) published.delete(key) // withdrawn elsewhere
      await withdraw(plan.missing, published, isUnattended)
    } finally {
      await options.published.write(published)
    }
  }

  function finish(key: string, published: Map<string, string>, etag: string | undefined): void {
    if (etag !== undefined) published.set(key, etag)
    dirty.delete(key)
  }

  async function upload(key: string, file: string, published: Map<string, string>, present: string | undefined) {
    const bytes = await readInside(folder, file)
    // Otherwise, the file or the upload has changed in the meantime: the next run finds out.
    if (bytes === undefined) return
    const etag = await uploads.putOver(present, key, bytes, contentTypeOf(key))
    if (etag === undefined) return
    finish(key, published, etag)
    log(`${key}: uploaded`)
  }

  /** A different article of the same path is replaced only if the operator wants that, as by `postrider publish`. */
  async function mayReplace(key: string, file: string): Promise<boolean> {
    const { etag = '' } = settled.get(key) ?? {}
    const bytes = async () => (await readInside(folder, file)) ?? new Uint8Array()
    const isRefused = refused.get(key) === etag
    const { replacements } = isRefused ? { replacements: [] } : await findPresent([{ key, bytes }], stack)
    if (!isRefused && (replacements.length === 0 || yes)) return true
    if (!isRefused && ask && (await ask(`${describeOccupied(key, file)} Replace it? [y/N] `))) return true
    if (!isRefused && !ask)
      log(`${describeOccupied(key, file)} It was not replaced. Rename the file, or use \`npx postrider publish\`.`)
    refused.set(key, etag)
    dirty.delete(key)
    return false
  }

  async function withdraw(missing: readonly string[], published: Map<string, string>, isUnattended: boolean) {
    if (missing.length === 0) return
    const isMost = isMostlyGone(missing.length, published.size) || (isUnattended && missing.length === published.size)
    const isConfirmed = isUnattended ? yes && !isMost : !isMost
    if (!isConfirmed && !(ask && (await ask(`${describeMissing(folder, missing)} Withdraw them? [y/N] `)))) {
      for (const key of missing) held.add(key)
      if (!ask) log(describeKept(folder, missing, isMost))
      return
    }
    for (const key of missing) {
      const isWithdrawn = await uploads.removeOver(published.get(key) ?? '', key)
      published.delete(key)
      log(isWithdrawn ? `${key}: withdrawn` : `${key}: not withdrawn, because it was changed elsewhere.`)
    }
  }
}

/** Returns a text that changes with the file, or the empty one if it has gone. */
async function describeFile(file: string): Promise<string> {
  const about = await lstat(file).catch(() => undefined)
  return about ? [about.ino, about.size, about.mtimeMs, about.ctimeMs].join(':') : ''
}

async function isDeleted(file: string): Promise<boolean> {
  return lstat(file).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'ENOTDIR',
  )
}

/** Lists the versions of everything in the folders for uploads. */
async function listPresent(uploads: UploadDesk): Promise<Versions> {
  const present = new Map<string, string>()
  for (const name of uploadFolders) {
    for (let after: string | undefined = '', prefix = `${name}/`; after !== undefined; ) {
      const page = await uploads.listPage({ prefix, after, limit: 1000 })
      for (const { key, etag } of page.objects) present.set(key, etag)
      after = page.next
    }
  }
  return present
}
