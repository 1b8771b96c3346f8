import { ownerOf, type Target } from '../../core/articles/links/recorded-links.ts'
import { nameKey, nameOfKey } from '../../core/reading/path/link-names.ts'
import type { Services } from './services.ts'

/** Articles that have, or had, a name. A name of more articles says too little. */
const mostOwners = 100

/** Reads the uploads for which keys in links stand. A key that stands for a name always has a result. */
export async function readLinked(
  keys: readonly string[],
  { articles, holders }: Pick<Services, 'articles' | 'holders'>,
): Promise<readonly Target[]> {
  const names = new Set(keys.flatMap((key) => nameOfKey(key) ?? []))
  const named = [...names].map(async (name) => {
    const ids = await holders.listOfName(name)
    const records = ids.length > mostOwners ? [] : await articles.getAll(ids)
    return { key: nameKey(name), record: ownerOf(name, records) }
  })
  const own = articles.getTargets(keys.filter((key) => nameOfKey(key) === undefined))
  return [...(await own), ...(await Promise.all(named))]
}
