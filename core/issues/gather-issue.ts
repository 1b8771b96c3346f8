import type { Article, UploadRecord } from '../articles/article.ts'
import { isLive } from '../articles/article.ts'
import { moveBody } from '../articles/move-body.ts'
import type { ArticleBody } from '../html/body.ts'
import type { DigestName } from '../publication.ts'
import type { Site } from '../site.ts'
import type { IssueExtras } from './compose-issue.ts'
import { composeCorrection, maximumCorrections, type WaitingCorrection } from './correction.ts'
import type { InsertKind, InsertRecord } from './insert-record.ts'
import { maximumArticles } from './issue.ts'
import { chooseMarks, type PendingMark } from './pending.ts'

/** Where what waits is read from. */
export type IssueSources = {
  readonly site: Site
  readonly articles: { get(id: string): Promise<UploadRecord | undefined> }
  readonly bodies: { get(key: string): Promise<ArticleBody> }
  readonly issues: { listPending(digest: DigestName, limit: number): Promise<readonly PendingMark[]> }
  readonly inserts: { get(digest: DigestName, kind: InsertKind): Promise<InsertRecord | undefined> }
  readonly corrections: {
    list(digest: DigestName, limit: number): Promise<readonly WaitingCorrection[]>
    listTaken(articleId: string): Promise<readonly string[]>
  }
}

/** What a run takes: it waits no more afterwards. */
export type Takings = {
  readonly marks: readonly PendingMark[]
  readonly inserts: readonly Pick<InsertRecord, 'kind' | 'sequencer'>[]
  /** Each in the revision that was read. */
  readonly corrections: readonly WaitingCorrection[]
}

/** What waits for a digest: what an issue would be of, what it would take, and what even a run without one clears away. */
export type Gathered = {
  readonly articles: readonly Article[]
  readonly extras: IssueExtras
  readonly takings: Takings
  /** Marks of articles that are not live. */
  readonly leftovers: Takings
  /** Articles that are held back. */
  readonly held: number
}

export async function gatherIssue(digest: DigestName, sources: IssueSources): Promise<Gathered> {
  const marks = await sources.issues.listPending(digest, maximumArticles)
  const { taken, pinned } = chooseMarks(marks, maximumArticles)
  const records = await Promise.all(taken.map(({ articleId }) => sources.articles.get(articleId)))
  const articles = records.flatMap((record) => (isLive(record) ? [record.article] : []))
  const [inserts, corrections, bodies] = await Promise.all([
    readInserts(digest, sources),
    readCorrections(digest, sources),
    readBodies(digest, articles, sources),
  ])
  const waiting = inserts.filter((insert) => insert?.insert !== undefined)
  return {
    articles,
    extras: {
      ...{ pinned, bodies },
      ...Object.fromEntries(waiting.map(({ kind, insert }) => [kind, insert])),
      corrections: corrections.flatMap(({ correction }) => correction ?? []),
    },
    takings: { marks: taken, inserts: waiting, corrections: corrections.map(({ waiting: row }) => row) },
    leftovers: { marks: taken.filter((_mark, index) => !isLive(records[index])), inserts: [], corrections: [] },
    held: marks.length - marks.filter(({ handling }) => handling !== 'held').length,
  }
}

async function readInserts(digest: DigestName, { inserts }: IssueSources) {
  const records = await Promise.all([inserts.get(digest, 'note'), inserts.get(digest, 'sponsor')])
  return records.filter((record) => record !== undefined)
}

async function readCorrections(digest: DigestName, { site, articles, corrections }: IssueSources) {
  const waiting = await corrections.list(digest, maximumCorrections)
  return Promise.all(
    waiting.map(async (row) => {
      const [record, issueIds] = await Promise.all([articles.get(row.articleId), corrections.listTaken(row.articleId)])
      return { waiting: row, correction: composeCorrection(site, record?.article, issueIds) }
    }),
  )
}

/** Full texts, where the digest shows them. */
async function readBodies(digest: DigestName, articles: readonly Article[], { site, bodies }: IssueSources) {
  if (site.publication.digests[digest]?.layout !== 'full-text') return new Map<string, ArticleBody>()
  return new Map(
    await Promise.all(
      articles.map(async ({ id, contentKey }) => [id, moveBody(await bodies.get(contentKey), site)] as const),
    ),
  )
}
