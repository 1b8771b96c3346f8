import { type Article, isLive, type Original, type UploadRecord } from './article.ts'
import { articleId } from './identity.ts'
import type { Target } from './links/recorded-links.ts'

/** Another upload that has, or once had, the content of an upload or of its previous version. */
export type Relative = {
  readonly record: UploadRecord
  /** True if that is the content that the upload has now. */
  readonly isSame: boolean
  /** True if its file is in the bucket, whatever the record says. */
  readonly exists: boolean
}

/**
 * What an upload is to other uploads with the same content: a copy that waits, the heir of an article whose file is gone,
 * or one of two live articles.
 */
export type Relation = { readonly kind: 'copy' | 'heir' | 'twin'; readonly of: UploadRecord }

/**
 * Decides what an accepted upload is to others with its content. The bucket decides, not the order of events: an article
 * whose file is gone was moved, and one whose file exists was copied.
 * @param version of the upload: its fingerprint, and when it was uploaded
 */
export function relate(
  previous: UploadRecord | undefined,
  { fingerprint, at }: { readonly fingerprint: string | undefined; readonly at: string },
  relatives: readonly Relative[],
): Relation | undefined {
  const isArticle = ({ article, copyOf, ...record }: UploadRecord) =>
    article !== undefined && copyOf === undefined && !isAnother(record, fingerprint)
  // An original that changed later had this content when the copy was made. Who uploads an earlier version means it.
  const wasSame = (record: UploadRecord) =>
    record.fingerprint === undefined || record.fingerprint === fingerprint || Date.parse(record.at) > Date.parse(at)
  const others = relatives.filter(({ record, isSame }) => isSame && isArticle(record)).sort(firstLive)
  // A draft of an article that was live is one, too: a copy must not make public what an editor has taken down.
  const present = others.find(
    ({ record, exists }) => exists && wasSame(record) && (isShown(record) || record.article?.liveAt !== undefined),
  )
  const isRestored = previous?.revision === 0 && previous.article !== undefined // its receipt says what it is
  if (isShown(previous) || isRestored) {
    const isTwin =
      (isLive(previous) || isRestored) && isLive(present?.record) && present.record.fingerprint === fingerprint
    return isTwin ? { kind: 'twin', of: present.record } : undefined
  }
  if (present) return { kind: 'copy', of: present.record }
  const isBack =
    previous?.copyOf === undefined && previous?.article?.liveAt !== undefined && previous.fingerprint === fingerprint
  const gone = others.find(
    ({ record, exists }) => !exists && (isShown(record) || (!isBack && record.article?.liveAt !== undefined)),
  )
  return gone && { kind: 'heir', of: gone.record }
}

/** Readers see it, or will see it without anything that an editor does. */
function isShown(record: UploadRecord | undefined): record is UploadRecord & { readonly article: Article } {
  return isLive(record) || (record?.article !== undefined && record.articleState === 'scheduled')
}

/** True if the file now has a different article, not another version of the one with the fingerprint. */
function isAnother(
  { corrects, fingerprint: present }: Partial<UploadRecord>,
  fingerprint: string | undefined,
): boolean {
  return corrects?.different === true && present !== undefined && present !== fingerprint
}

function firstLive({ record: one }: Relative, { record: other }: Relative): number {
  const [a, b] = [one, other].map(
    (record) => `${isShown(record) ? 0 : 1} ${record.article?.liveAt ?? '9'} ${record.key}`,
  )
  return (a ?? '') < (b ?? '') ? -1 : 1
}

/** Describes the original for the record of a copy. @param fingerprint of the copy */
export function describeOriginal({ key, article, ...record }: UploadRecord, fingerprint: string | undefined): Original {
  const state = record.articleState
  const isSame = record.fingerprint === undefined || record.fingerprint === fingerprint
  if (!isSame || (state !== 'published' && state !== 'scheduled')) return { key }
  return { key, state, slug: article?.slug }
}

/** Returns the keys of copies whose receipts no longer fit the original, or that have to take its place. */
export function copiesToCheck({ key, record }: Target, others: readonly UploadRecord[]): readonly string[] {
  return others
    .filter(({ copyOf, fingerprint }) => {
      if (record === undefined || copyOf?.key !== key) return false
      const { state, slug } = describeOriginal(record, fingerprint)
      const isGone = record.key !== key || record.articleState === 'withdrawn'
      return isGone || copyOf.state !== state || copyOf.slug !== slug
    })
    .map((copy) => copy.key)
}

/** Returns the copies of an upload that may take its place, the oldest one first. */
export function copiesOf(key: string, records: readonly UploadRecord[]): readonly UploadRecord[] {
  const copies = records.filter(({ copyOf }) => copyOf?.key === key)
  return copies.sort((a, b) => (`${a.since} ${a.key}` < `${b.since} ${b.key}` ? -1 : 1))
}

/**
 * Returns the record from which an upload continues as the article of another key: the same article, whose file has moved.
 * The files beside it are those of the new folder.
 */
export function adopt(own: UploadRecord | undefined, from: UploadRecord, key: string): UploadRecord {
  const { article, articleState, since, fingerprint, corrects, tooLate, files = [], formerFiles = [], touched } = from
  return {
    ...{
      id: articleId(key),
      key,
      sequencer: own?.sequencer ?? '0',
      at: own?.at ?? new Date(0).toISOString(),
      etag: own?.etag,
    },
    ...{ state: 'withdrawn', problems: [], revision: own?.revision ?? 0, moves: own?.moves },
    ...{ article: article && { ...article, key }, articleState, since, fingerprint, corrects, tooLate },
    ...{ files: [], formerFiles: [...files, ...formerFiles, ...(own?.files ?? []), ...(own?.formerFiles ?? [])] },
    touched: [...new Set([...touched, ...(own?.touched ?? [])])],
    movedFrom: { key: from.key, was: isLive(from) ? 'live' : article?.liveAt === undefined ? 'new' : 'known' },
  }
}

/**
 * Returns the record of a key after its article has moved to another key. Its slug and listings are those of the heir. It
 * remembers where the article came from, in case the receipt of that key is still to be written.
 */
export function leave(from: UploadRecord, to: string): UploadRecord {
  const { id, key, sequencer, at, moves = 0, revision, movedFrom } = from
  return {
    ...{ id, key, sequencer, at, state: 'withdrawn', problems: [], article: undefined, articleState: undefined },
    ...{ touched: [], revision: revision + 1, movedFrom, movedTo: to, moves: moves + 1 },
  }
}

/**
 * Returns the live article that replaces a withdrawn one, which a former version of this program did not recognize as
 * moved. It has, or once had, the same content under another key. If there are several, the one whose key sorts first is
 * returned.
 */
export function successorOf(record: UploadRecord, holders: readonly UploadRecord[]): Article | undefined {
  if (record.articleState !== 'withdrawn') return undefined
  const live = holders.filter((holder) => holder.id !== record.id).filter(isLive)
  return live.sort((a, b) => (a.key < b.key ? -1 : 1))[0]?.article
}
