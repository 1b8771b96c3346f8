import { error, type Problem, warning } from '../problem.ts'
import { maximumFileBytes } from '../reading/limits.ts'
import type { Site } from '../site.ts'
import type { Receipt } from './receipt.ts'

/** Why a file of so many bytes is not published; undefined: it is. */
export function refuseFile(size: number): Problem | undefined {
  if (size === 0) return error('empty-file', 'The file is empty.', { fix: 'Save it and upload it again.' })
  if (size <= maximumFileBytes) return undefined
  const message = `The file has ${(size / 1_000_000).toFixed(1)} MB; one beside an article may have ${maximumFileBytes / 1_000_000} MB.`
  return error('too-large', message, { fix: 'Make it smaller, or link to a place that is made for large files.' })
}

/**
 * Our answer to a file beside an article.
 * @param places paths on the site where it is
 * @param size undefined: the file has gone
 */
export function composeFileReceipt(
  key: string,
  size: number | undefined,
  places: readonly string[],
  at: string,
  site: Site,
): Receipt {
  if (size === undefined) return { key, state: 'withdrawn', problems: [], at }
  const refused = refuseFile(size)
  if (refused) return { key, state: 'rejected', problems: [refused], at }
  const [place] = places
  if (place === undefined) return { key, state: 'draft', problems: [unused(key)], at }
  const page = `${site.url}/${place.split('/').map(encodeURIComponent).join('/')}`
  return { key, state: 'published', urls: { page }, problems: [], at }
}

function unused(key: string): Problem {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const fix = `Refer to it by its name in an article of the same folder, such as ![a description](${encodeURIComponent(name)}).`
  return warning('unused-file', 'No published article shows or links to this file.', { fix })
}
