import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseUpload } from '../../core/reading/parse-upload.ts'
import type { Stack } from '../../operations/stack.ts'
import type { ImportOptions } from '../../operations/subscribers/import-file.ts'
import { contentTypeOf } from '../../operations/uploads/content-type.ts'
import { importSubscribers } from '../subscribers/import.ts'

const seeds = path.resolve(import.meta.dirname, '../../seeds')
const consent: ImportOptions = { confirmed: true, source: 'seeds/subscribers.csv' }

/**
 * Imports the example subscribers and uploads the example articles, as an operator and an editor would. Subscribers come
 * first, so that the articles are news to them. Returns the number of uploads.
 */
export async function seed(stack: Stack): Promise<number> {
  await importSubscribers(path.join(seeds, 'subscribers.csv'), consent, stack, { answer: () => {} })
  const uploads = await readUploads(stack)
  for (const { key, bytes } of uploads) await stack.uploads.put(key, bytes, contentTypeOf(key))
  return uploads.length
}

/** Returns the files beside articles, and then the articles in the order in which they would have been uploaded: oldest first. */
async function readUploads({ site }: Stack) {
  const uploads = await Promise.all(
    (await listKeys()).map(async (key) => {
      const bytes = await readFile(path.join(seeds, key))
      const parsed = parseUpload({ key, bytes }, site.publication)
      return { key, bytes, date: (parsed.accepted && parsed.manuscript.date) || '' }
    }),
  )
  return uploads.sort((a, b) => a.date.localeCompare(b.date))
}

async function listKeys(): Promise<string[]> {
  const folders = ['articles', 'backfill'].map((folder) => path.join(seeds, folder))
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { withFileTypes: true, recursive: true })))
  const files = entries.flat().filter((entry) => entry.isFile())
  return files
    .map((file) => path.relative(seeds, path.join(file.parentPath, file.name)).replaceAll(path.sep, '/'))
    .sort()
}
