import path from 'node:path'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { nearest } from '../../core/text/nearest.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

type Sources = Pick<Stack, 'site'> & {
  readonly uploads: Pick<Stack['uploads'], 'look' | 'list'>
  readonly articles: Pick<Stack['articles'], 'getOwner'>
}

/** Keys among which similar ones are searched. */
const mostKeys = 5000

/**
 * Finds the upload that people mean by its key, by the path of its file here, or by the address of its page.
 * @throws {CommandFailure} if there is none, with the most similar key
 */
export async function findUpload(name: string, stack: Sources): Promise<string> {
  const key = /^https?:/i.test(name) ? await keyOfPage(name, stack) : keyOfPath(name)
  if (await stack.uploads.look(key)) return key
  const similar = await findSimilar(key, stack)
  const hint = similar === undefined ? 'Use its key, as `postrider receipts` lists it.' : `Did you mean ${similar}?`
  throw new CommandFailure(`There is no upload ${key}. ${hint}`)
}

async function keyOfPage(address: string, { articles, site }: Sources): Promise<string> {
  const url = URL.parse(address)
  const slug = /^\/articles\/([^/]+)\/?(?:index\.html)?$/.exec(url?.pathname ?? '')?.[1]
  const record = slug === undefined ? undefined : await articles.getOwner(decode(slug))
  if (record?.article) return record.article.key
  throw new CommandFailure(`${address} is not the address of an article of ${site.url}.`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Returns the key of a path: what begins with the last folder named after one of the bucket's. */
function keyOfPath(name: string): string {
  const segments = path.normalize(name).split(path.sep)
  const start = segments.findLastIndex((segment) => /^(articles|backfill|issues|welcome)$/.test(segment))
  const key = segments.slice(Math.max(0, start)).join('/')
  return classifyKey(key).kind === 'stray' ? `articles/${key}` : key
}

async function findSimilar(key: string, { uploads }: Sources): Promise<string | undefined> {
  const keys: string[] = []
  for await (const each of uploads.list(`${key.split('/')[0]}/`)) {
    keys.push(each)
    if (keys.length >= mostKeys) break
  }
  const byName = new Map(keys.map((each) => [nameOf(each), each]))
  const name = nearest(nameOf(key), [...byName.keys()])
  return nearest(key, keys) ?? (name === undefined ? undefined : byName.get(name))
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
