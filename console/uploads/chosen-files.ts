import type { Context } from 'hono'
import { keysOfPaths } from '../../core/reading/content-folders.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'

/** Bytes; S3's own limit. */
const longestKey = 1024

export type ChosenFile = { readonly key: string; readonly file: File }

/** The files of a form. If one of them cannot be uploaded, `refusal` says why. */
export type ChosenFiles = {
  readonly files: readonly ChosenFile[]
  /** Paths of files in chosen folders that are no content. */
  readonly leftOut: readonly string[]
  readonly refusal?: string
}

/** Reads the files of a form with their keys. */
export async function readChosenFiles(c: Context): Promise<ChosenFiles> {
  const given = await readFiles(c)
  const keys = keysOfPaths(given.map(({ name }) => name))
  const files: ChosenFile[] = []
  const leftOut: string[] = []
  for (const file of given) {
    const key = keys.get(file.name)
    const isAllowed = key !== undefined && isAllowedKey(key)
    if (isAllowed) files.push({ key, file })
    else if (/[/\\]/.test(file.name)) leftOut.push(file.name)
    else return { files, leftOut, refusal: `Postrider does not accept files named “${file.name}”.` }
  }
  const twice = files.find(({ key }, at) => files.findIndex((other) => other.key === key) !== at)
  if (twice)
    return { files, leftOut, refusal: `Two of the files would be uploaded as ${twice.key}. Rename one of them.` }
  return files.length > 0 ? { files, leftOut } : { files, leftOut, refusal: 'Choose a file first.' }
}

/** Returns no file if the form cannot be decoded. An empty form has a file without a name. */
async function readFiles(c: Context): Promise<readonly File[]> {
  const form = await c.req.parseBody({ all: true }).catch(() => undefined)
  return [form?.file ?? []].flat().filter((field): field is File => typeof field !== 'string' && field.name !== '')
}

function isAllowedKey(key: string): boolean {
  const role = classifyKey(key)
  const isHeldBack = role.kind === 'article' && role.mark !== undefined
  return role.kind !== 'ignored' && !isHeldBack && Buffer.byteLength(key) <= longestKey
}
