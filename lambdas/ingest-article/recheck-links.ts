import { articleId } from '../../core/articles/identity.ts'
import { hasOutdatedLinks, linksToCheck } from '../../core/articles/links/recorded-links.ts'
import type { IngestPlan } from '../../core/articles/plan-ingest.ts'
import type { Services } from './services.ts'

/** Articles that are read at once. Many may link to the same one. */
const atOnce = 100

/**
 * Requests a check of each article whose links to a stored one have changed, and of that one if its own links have changed
 * since it was read. Of two articles that are stored at the same time, the later one finds the difference, because both
 * read the other again after they were stored.
 */
export async function recheckLinks(
  { record, isChanged }: Pick<IngestPlan, 'record' | 'isChanged'>,
  { articles, holders, ingest }: Services,
): Promise<void> {
  const keys: string[] = []
  const ids = await holders.listOfFile(record.key)
  for (let start = 0; start < ids.length; start += atOnce) {
    keys.push(...linksToCheck(record, await articles.getAll(ids.slice(start, start + atOnce))))
  }
  // An unchanged record was stored before its targets were read, so they find later differences.
  const targets = isChanged ? await articles.getAll((record.links ?? []).map(({ key }) => articleId(key))) : []
  if (hasOutdatedLinks(record, targets)) keys.push(record.key)
  await ingest.addAll(keys.map((key) => ({ kind: 'check', key })))
}
