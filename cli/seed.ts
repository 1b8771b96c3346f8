import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Stack } from './connect.ts'
import { type ImportOptions, importSubscribers } from './import-subscribers.ts'
import { contentTypeOf } from './publish.ts'

const seeds = path.join(path.dirname(import.meta.dirname), 'seeds')
const consent: ImportOptions = { confirmed: true, source: 'seeds/subscribers.csv' }

/**
 * First-run content, by the ways an operator and an editor would take: subscribers first, so that the articles are news
 * to them. Answers whether there was anything to do: a stack that has uploads is left alone.
 */
export async function seed(stack: Stack): Promise<boolean> {
  const { done } = await stack.uploads.list('').next()
  if (!done) return false
  await importSubscribers(path.join(seeds, 'subscribers.csv'), consent, stack, { answer: () => {} })
  for (const key of await listKeys()) {
    await stack.uploads.put(key, await readFile(path.join(seeds, key)), contentTypeOf(key))
  }
  return true
}

async function listKeys(): Promise<string[]> {
  const folders = ['articles', 'backfill'].map((folder) => path.join(seeds, folder))
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { withFileTypes: true, recursive: true })))
  const files = entries.flat().filter((entry) => entry.isFile())
  return files
    .map((file) => path.relative(seeds, path.join(file.parentPath, file.name)).replaceAll(path.sep, '/'))
    .sort()
}
