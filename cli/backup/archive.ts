import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { create, extract, list, type ReadEntry } from 'tar'
import * as z from 'zod'
import { CommandFailure } from '../../operations/command-failure.ts'

/** The version of what an archive contains. Raise it when former programs can no longer restore it. */
const archiveVersion = 1

/** The first file of an archive, which lists the others. */
const listName = 'backup.json'

const fileSchema = z.object({ name: z.string(), size: z.number(), sha256: z.string() })
const contentsSchema = z.object({
  format: z.literal('postrider-backup'),
  version: z.number(),
  /** When the data folder was in this state. */
  at: z.string(),
  /** The version of the program. */
  postrider: z.string(),
  files: z.array(fileSchema),
})

/** What an archive contains: the files of a data folder, without {@link listName}. Sizes are in bytes. */
export type Contents = z.infer<typeof contentsSchema>

/**
 * Writes the files of a folder into one archive, which only its owner can read, and reads it back. The file appears when it is
 * whole. Adds {@link listName} to the folder.
 */
export async function writeArchive(
  folder: string,
  file: string,
  { at, postrider }: { readonly at: Date; readonly postrider: string },
): Promise<Contents> {
  const files = await listFiles(folder)
  const contents: Contents = {
    ...{ format: 'postrider-backup', version: archiveVersion, at: at.toISOString(), postrider },
    files,
  }
  await writeFile(path.join(folder, listName), `${JSON.stringify(contents, null, 2)}\n`, { mode: 0o600 })
  const partial = `${file}.${process.pid}.part`
  try {
    const names = [listName, ...files.map(({ name }) => name)].map((name) => `./${name}`)
    const packed = create({ cwd: folder, gzip: true, portable: true, strict: true, noDirRecurse: true }, names)
    await pipeline(packed, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }))
    await checkArchive(partial)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  return contents
}

async function listFiles(folder: string): Promise<Contents['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((name) => name !== path.join(folder, listName))
  const files: Contents['files'] = []
  for (const name of names.sort()) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(name), hash)
    const { size } = await stat(name)
    files.push({ name: path.relative(folder, name).replaceAll(path.sep, '/'), size, sha256: hash.digest('hex') })
  }
  return files
}

/**
 * Reads a whole archive and compares every file with the list in it.
 * @throws {CommandFailure} if it is cut off, damaged, written by something else or by a newer version
 */
export async function checkArchive(file: string): Promise<Contents> {
  const found = new Map<string, { readonly size: number; readonly sha256: string }>()
  const wrong: string[] = []
  let first: Buffer | undefined
  const read = (entry: ReadEntry) => {
    const name = entry.path.replace(/^\.\//, '')
    const hash = createHash('sha256')
    const chunks: Buffer[] = []
    const isList = found.size === 0 && name === listName
    if (entry.type !== 'File' || !isInside(name)) wrong.push(`${entry.path} does not belong in it`)
    if (found.has(name)) wrong.push(`it contains ${name} twice`)
    found.set(name, { size: entry.size, sha256: '' })
    entry.on('data', (chunk: Buffer) => {
      hash.update(chunk)
      if (isList) chunks.push(chunk)
    })
    entry.on('end', () => {
      found.set(name, { size: entry.size, sha256: hash.digest('hex') })
      if (isList) first = Buffer.concat(chunks)
    })
  }
  try {
    await list({ file, strict: true, onReadEntry: read })
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error))
  }
  const contents = readContents(file, first)
  found.delete(listName)
  for (const { name, size, sha256 } of contents.files) {
    const entry = found.get(name)
    if (!entry) wrong.push(`${name} is missing`)
    else if (entry.size !== size || entry.sha256 !== sha256) wrong.push(`${name} is not what was backed up`)
    found.delete(name)
  }
  for (const name of found.keys()) wrong.push(`${name} does not belong in it`)
  const [reason] = wrong
  if (reason !== undefined) throw damaged(file, reason)
  return contents
}

function readContents(file: string, list: Buffer | undefined): Contents {
  if (!list) throw damaged(file, `it does not begin with ${listName}`)
  const parsed = contentsSchema.safeParse(parseJson(list.toString()))
  if (!parsed.success) throw damaged(file, `${listName} is not written by Postrider`)
  if (parsed.data.version <= archiveVersion) return parsed.data
  const { postrider, version } = parsed.data
  throw new CommandFailure(
    `${file} was written by Postrider ${postrider} in version ${version} of the format. This program reads version ${archiveVersion}: update it, then restore again.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** True if a path stays in the folder to which it is extracted. */
function isInside(name: string): boolean {
  return !/^[/\\]|^[a-z]:|\\/i.test(name) && !name.split('/').some((part) => part === '..' || part === '')
}

function damaged(file: string, reason: string): CommandFailure {
  return new CommandFailure(`${file} is not a whole backup of Postrider: ${reason}. Use another backup.`)
}

/** Extracts an archive that was checked into an empty folder, without its list. */
export async function extractArchive(file: string, folder: string): Promise<void> {
  await extract({ file, cwd: folder, strict: true, preserveOwner: false, umask: 0o077 })
  await rm(path.join(folder, listName))
}
