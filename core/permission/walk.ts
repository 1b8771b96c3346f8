import { shards } from '../subscribers/subscriber.ts'
import type { PermissionSettings } from './plan-permission.ts'

/** A place in the list of confirmed readers: by digest, by shard, after a reader. */
export type WalkPlace = { readonly digest: string; readonly shard: string; readonly cursor?: string | undefined }

/** A reader who can be asked: the instant of the last yes and the id, separated by a space, so that the oldest sorts first. */
type Candidate = string

/** One walk through all confirmed readers, once a day. It finds those who are asked that day: the oldest. */
export type PermissionWalk = {
  readonly startedAt: string
  /** What is read next. Undefined: everything has been read, and the oldest are asked. */
  readonly place: WalkPlace | undefined
  readonly oldest: readonly Candidate[]
}

const day = 86_400_000

/** Returns the walk that a run continues. Undefined: the walk of this day is over. */
export function currentWalk(
  stored: PermissionWalk | undefined,
  digests: readonly string[],
  now: Date,
): PermissionWalk | undefined {
  if (stored && (stored.place || stored.oldest.length > 0)) return stored
  if (stored && now.getTime() - Date.parse(stored.startedAt) < day) return undefined
  const [digest] = digests
  const place = digest === undefined ? undefined : { digest, shard: shards[0] ?? '' }
  return { startedAt: now.toISOString(), place, oldest: [] }
}

/** Adds a page of readers. @param cursor of the next page in the shard, if there is one */
export function advanceWalk(
  walk: PermissionWalk,
  found: readonly { readonly id: string; readonly since: string }[],
  cursor: string | undefined,
  digests: readonly string[],
  { perDay }: Pick<PermissionSettings, 'perDay'>,
): PermissionWalk {
  const { place } = walk
  if (!place) return walk
  const all = new Set([...walk.oldest, ...found.map(({ id, since }) => `${since} ${id}`)])
  const oldest = [...all].sort().slice(0, perDay)
  return { ...walk, oldest, place: cursor === undefined ? nextShard(place, digests) : { ...place, cursor } }
}

/** Also if the digest was removed from publication.json meanwhile: then the walk ends. */
function nextShard({ digest, shard }: WalkPlace, digests: readonly string[]): WalkPlace | undefined {
  const next = shards[shards.indexOf(shard) + 1]
  if (next !== undefined) return { digest, shard: next }
  const after = digests[digests.indexOf(digest) + 1]
  return digests.includes(digest) && after !== undefined ? { digest: after, shard: shards[0] ?? '' } : undefined
}

/** Returns the ids of the next readers to ask, the oldest first. */
export function nextToAsk({ oldest }: PermissionWalk, count: number): readonly string[] {
  return oldest.slice(0, count).map((candidate) => candidate.slice(candidate.indexOf(' ') + 1))
}

/** Removes readers who were asked, or need not be asked any more. */
export function removeAsked(walk: PermissionWalk, ids: ReadonlySet<string>): PermissionWalk {
  return { ...walk, oldest: walk.oldest.filter((each) => !ids.has(each.slice(each.indexOf(' ') + 1))) }
}
