import type { Context } from 'hono'
import { longestKeyBytes } from '../../../core/articles/limits.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import type { Placement } from '../../../operations/uploads/content-files.ts'
import { placeFiles } from '../../../operations/uploads/place-files.ts'

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
  const form = await c.req.parseBody({ all: true }).catch((): Record<string, never> => ({}))
  // An empty form has a file without a name.
  const given = [form.file ?? []]
    .flat()
    .filter((field): field is File => typeof field !== 'string' && field.name !== '')
  const keys = placeFiles(
    given.map(({ name }) => name),
    readPlacement(form),
  )
  const files: ChosenFile[] = []
  const leftOut: string[] = []
  for (const file of given) {
    const key = keys.get(file.name)
    if (key !== undefined && isAllowedKey(key)) files.push({ key, file })
    else if (/[/\\]/.test(file.name)) leftOut.push(file.name)
    else return { files, leftOut, refusal: `Postrider does not accept files named “${file.name}”.` }
  }
  const twice = findTwice(files.map(({ key }) => key))
  if (twice !== undefined) return { files, leftOut, refusal: sameKey(twice) }
  return files.length > 0 ? { files, leftOut } : { files, leftOut, refusal: 'Choose a file first.' }
}

export const sameKey = (key: string) => `Two of the files would be uploaded as ${key}. Rename one of them.`

/** Reads where the files of a form go. */
export function readPlacement(form: Readonly<Record<string, unknown>>): Placement {
  const folder = typeof form.target === 'string' ? form.target : ''
  return { folder, backfill: form.backfill === 'on' }
}

/** Names that no address of a page can contain, or that a path would lose. */
const strangeNames = /\p{Cc}|\/\/|(^|\/)\.\.?(\/|$)/u

/** Returns whether an editor may upload a file under a key. */
export function isAllowedKey(key: string): boolean {
  const role = classifyKey(key)
  const isHeldBack = role.kind === 'article' && role.mark !== undefined
  const isPlaced = role.kind !== 'ignored' && role.kind !== 'stray'
  return isPlaced && !isHeldBack && !strangeNames.test(key) && Buffer.byteLength(key) <= longestKeyBytes
}

/** Returns a key that several of the files would get. */
export function findTwice(keys: readonly string[]): string | undefined {
  return keys.find((key, at) => keys.indexOf(key) !== at)
}
