import { readFile } from 'node:fs/promises'
import { etagOf } from '../../aws/object-version.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import type { AnsweredUpload } from './await-receipt.ts'
import type { ContentFile } from './content-files.ts'
import { contentTypeOf } from './content-type.ts'
import { findPresent, type Replacement } from './present-articles.ts'

/** What would happen to a file: `same` is in the bucket already, `different` would replace a different article. */
export type PlannedFile = ContentFile & {
  readonly plan: 'new' | 'changed' | 'same' | 'different'
  /** The version in the bucket. */
  readonly present: string | undefined
  readonly replacement?: Replacement | undefined
}

type Desk = Pick<Stack, 'site'> & { readonly uploads: Pick<Stack['uploads'], 'get' | 'look' | 'put' | 'putOver'> }

/** Files that are compared at once. */
const atOnce = 8

/** Compares files with what is in the bucket. Changes nothing. @param listener receives the number of files so far */
export async function planFiles(
  files: readonly ContentFile[],
  stack: Desk,
  listener: (count: number) => void = () => undefined,
): Promise<readonly PlannedFile[]> {
  const planned: PlannedFile[] = []
  for (let start = 0; start < files.length; start += atOnce) {
    planned.push(...(await Promise.all(files.slice(start, start + atOnce).map((file) => planFile(file, stack)))))
    listener(planned.length)
  }
  return planned
}

async function planFile(content: ContentFile, stack: Desk): Promise<PlannedFile> {
  const { file, key } = content
  const present = (await stack.uploads.look(key))?.etag
  if (present === undefined) return { ...content, plan: 'new', present }
  const bytes = await readGiven(file)
  if (present === etagOf(bytes)) return { ...content, plan: 'same', present }
  const { etags, replacements } = await findPresent([{ key, bytes: async () => bytes }], stack)
  const [replacement] = replacements
  const plan = replacement === undefined ? 'changed' : 'different'
  return { ...content, plan, present: etags.get(key) ?? present, replacement }
}

/** Sorts files in the order of their uploads: pictures first, so that the articles find them. */
export function inUploadOrder(files: readonly PlannedFile[]): readonly PlannedFile[] {
  return [...files].sort((a, b) => Number(isArticle(a)) - Number(isArticle(b)))
}

export function isArticle({ key }: { readonly key: string }): boolean {
  return classifyKey(key).kind === 'article'
}

/**
 * Uploads a file, unless another upload of its key has come in between.
 * @throws {CommandFailure} if one has, or the file cannot be read
 */
export async function uploadFile({ file, key, present }: PlannedFile, { uploads }: Desk): Promise<AnsweredUpload> {
  const bytes = await readGiven(file)
  if (!isArticle({ key })) return { key, etag: await uploads.put(key, bytes, contentTypeOf(key)) }
  const etag = await uploads.putOver(present, key, bytes, contentTypeOf(key))
  if (etag !== undefined) return { key, etag }
  throw new CommandFailure(`${file} was not uploaded: ${key} was changed in the meantime. Try again.`)
}

/** @throws {CommandFailure} if the file cannot be read */
async function readGiven(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: Error) => {
    throw new CommandFailure(`Cannot read ${file}: ${cause.message}.`, 1, { cause })
  })
}
