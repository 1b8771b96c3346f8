import type { Article, UploadRecord } from '../../core/articles/article.ts'
import { isLive } from '../../core/articles/article.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { InsertKind, InsertRecord } from '../../core/issues/insert-record.ts'
import {
  type AloneMark,
  chooseEarlier,
  chooseMarks,
  type MentionedCorrection,
  type PendingContents,
  type PendingCorrection,
  type PendingMark,
  showsFullTexts,
  type Taken,
} from '../../core/issues/issue-contents.ts'
import { correctionDays, maximumIssueArticles } from '../../core/issues/limits.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Site } from '../../core/site.ts'

/** The stores that contain what is pending for a digest. */
export type PendingSources = {
  readonly site: Site
  readonly articles: { find(id: string): Promise<UploadRecord | undefined> }
  readonly bodies: { get(key: string): Promise<ArticleBody> }
  readonly issues: { listPending(digest: DigestName, limit: number): Promise<readonly PendingMark[]> }
  readonly inserts: { get(digest: DigestName, kind: InsertKind): Promise<InsertRecord | undefined> }
  readonly corrections: {
    list(digest: DigestName, limit: number): Promise<readonly PendingCorrection[]>
    listTaken(articleId: string): Promise<readonly Taken[]>
    listRecent(since: string, limit: number): Promise<readonly MentionedCorrection[]>
  }
}

/** Reads everything that is stored for the next issue of a digest. Changes nothing. */
export async function readPending(digest: DigestName, sources: PendingSources, now: Date): Promise<PendingContents> {
  const marks = await sources.issues.listPending(digest, maximumIssueArticles)
  const { taken } = chooseMarks(marks)
  const records = await Promise.all(taken.map(({ articleId }) => sources.articles.find(articleId)))
  const articles = records.flatMap((record) => (isLive(record) ? [record.article] : []))
  const [inserts, { corrections, earlier }, bodies] = await Promise.all([
    readInserts(digest, sources),
    readCorrections(digest, sources, now),
    readBodies(digest, articles, sources),
  ])
  return { marks, records, inserts, corrections, earlier, bodies }
}

/** Reads everything for the issue of an article that is mailed on its own. Changes nothing. */
export async function readAlone(
  mark: AloneMark,
  { articles, bodies }: Pick<PendingSources, 'articles' | 'bodies'>,
): Promise<PendingContents> {
  const record = await articles.find(mark.articleId)
  const { id, contentKey } = (isLive(record) && record.article) || {}
  const texts = id && contentKey ? ([[id, await bodies.get(contentKey)]] as const) : []
  return { marks: [mark], records: [record], inserts: [], corrections: [], earlier: [], bodies: new Map(texts) }
}

async function readInserts(digest: DigestName, { inserts }: PendingSources): Promise<InsertRecord[]> {
  const records = await Promise.all([inserts.get(digest, 'note'), inserts.get(digest, 'sponsor')])
  return records.filter((record) => record !== undefined)
}

/** Rows that are read to find corrections: some wait for a rebuild, or were mentioned by several digests. */
const mostRows = 100

async function readCorrections(digest: DigestName, { articles, corrections }: PendingSources, now: Date) {
  const since = new Date(now.getTime() - correctionDays * 86_400_000).toISOString()
  const [list, mentioned] = await Promise.all([
    corrections.list(digest, mostRows),
    corrections.listRecent(since, mostRows),
  ])
  const read = async (articleId: string) => {
    const [record, taken] = await Promise.all([articles.find(articleId), corrections.listTaken(articleId)])
    return { record, taken }
  }
  const earlier = chooseEarlier(digest, mentioned, new Set(list.map(({ articleId }) => articleId)))
  return {
    corrections: await Promise.all(list.map(async (pending) => ({ pending, ...(await read(pending.articleId)) }))),
    earlier: await Promise.all(
      earlier.map(async (correction) => ({ correction, ...(await read(correction.articleId)) })),
    ),
  }
}

async function readBodies(digest: DigestName, articles: readonly Article[], { site, bodies }: PendingSources) {
  if (!showsFullTexts(site, digest)) return new Map<string, ArticleBody>()
  const entries = articles.map(async ({ id, contentKey }) => [id, await bodies.get(contentKey)] as const)
  return new Map(await Promise.all(entries))
}
