import type { UploadRecord } from '../../core/articles/article.ts'
import { mostCheckRounds } from '../../core/articles/limits.ts'
import { hasOutdatedLinks, linksToCheck, type Target } from '../../core/articles/links/recorded-links.ts'
import { copiesOf, copiesToCheck } from '../../core/articles/moved-article.ts'
import { type IngestPlan, twinsToCheck } from '../../core/articles/plan-ingest.ts'
import { nameKey } from '../../core/reading/path/link-names.ts'
import { readLinked } from './read-linked.ts'
import type { Services } from './services.ts'

/** Articles that are read at once. Many may link to the same one. */
const atOnce = 100

/**
 * Requests a check of each article whose links to a stored one have changed, of copies and twins whose receipts say what is
 * no longer true, of the upload to which the article moved, and of the stored one if something has changed since it was read. Of two articles that are stored at
 * the same time, the later one finds the difference, because both read the other again after they were stored.
 * @param round number of checks in a row that led to this one
 * @throws {Error} if too many did, so that articles that never agree end in the dead-letter queue
 */
export async function recheckRelated(
  { record, previous, isChanged, relatives }: Pick<IngestPlan, 'record' | 'previous' | 'isChanged' | 'relatives'>,
  services: Services,
  round = 0,
): Promise<void> {
  const { ingest } = services
  const names = new Set([...(record.names ?? []), ...(previous?.names ?? [])].map(nameKey))
  const referrers = await Promise.all([record.key, ...names].map((key) => findReferrers(key, services)))
  // An attempt that moved the article may have been interrupted before it wrote the receipt of the new path.
  const heir = previous?.movedTo === undefined ? [] : [previous.movedTo]
  const keys = [...referrers.flat(), ...twinsToCheck(record, previous, relatives), ...heir]
  // An unchanged record was stored before its targets were read, so they find later differences.
  const linked = [...(record.links ?? []), ...(record.copyOf ? [record.copyOf] : [])].map(({ key }) => key)
  const targets = isChanged ? await readLinked(linked, services) : []
  const originals = targets.filter(({ key }) => key === record.copyOf?.key)
  const isOutdated =
    hasOutdatedLinks(record, targets) || originals.some((original) => copiesToCheck(original, [record]).length > 0)
  const outdated = [...new Set(isOutdated ? [...keys, record.key] : keys)]
  if (outdated.length > 0 && round >= mostCheckRounds)
    throw new Error(`${record.key} and ${outdated.join(', ')} requested ${round} checks of each other in a row`)
  await ingest.addAll(outdated.map((key) => ({ kind: 'check', key, round: round + 1 })))
}

/** Requests checks of the articles that refer to a key whose article has moved. */
export async function recheckReferrers(record: UploadRecord, services: Services): Promise<void> {
  const keys = await findReferrers(record.key, services)
  await services.ingest.addAll(keys.map((key) => ({ kind: 'check', key })))
}

/** Returns the copies of an upload that may take its place, the oldest one first. */
export async function findCopies({ key }: UploadRecord, services: Services): Promise<readonly UploadRecord[]> {
  const copies: UploadRecord[] = []
  for await (const records of referrersOf(key, services)) copies.push(...copiesOf(key, records))
  return copiesOf(key, copies)
}

/** Returns the keys of articles that link to an upload or a name, and of copies of the upload, if they no longer fit it. */
async function findReferrers(key: string, services: Services): Promise<string[]> {
  const keys: string[] = []
  let target: Target | undefined
  for await (const referrers of referrersOf(key, services)) {
    target ??= (await readLinked([key], services))[0]
    if (target) keys.push(...linksToCheck(target, referrers), ...copiesToCheck(target, referrers))
  }
  return keys
}

/** Reads the records of all uploads that refer to one, some at a time. */
async function* referrersOf(key: string, { articles, holders }: Services) {
  const ids = await holders.listOfFile(key)
  for (let start = 0; start < ids.length; start += atOnce) yield articles.getAll(ids.slice(start, start + atOnce))
}
