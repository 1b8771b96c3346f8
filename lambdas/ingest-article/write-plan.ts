import type { ArticleStore } from '../../aws/articles/article-store.ts'
import { addedHolders } from '../../aws/articles/holder-store.ts'
import type { Queue } from '../../aws/queue.ts'
import type { UploadRecord } from '../../core/articles/article.ts'
import { yieldSlug } from '../../core/articles/contested-slug.ts'
import { articleId } from '../../core/articles/identity.ts'
import type { IngestPlan } from '../../core/articles/plan-ingest.ts'
import { composeReceipt } from '../../core/articles/receipt.ts'
import type { IngestMessage } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import { recheckReferrers } from './recheck-related.ts'
import type { Services } from './services.ts'

/** Rows about what a record refers to that are stored in one transaction with it. Most articles have one: their name. */
const mostHolders = 5

export async function storeRecord(
  { previous, record, departure, isChanged }: IngestPlan,
  contentCount: number,
  services: Services,
): Promise<'saved' | 'superseded' | 'slug-taken'> {
  const { articles, holders, site } = services
  if (!isChanged) return 'saved'
  // Afterwards nothing says where the article came from, and an interrupted attempt may not have answered that upload.
  if (previous?.movedFrom?.key !== record.movedFrom?.key) await answerDeparture(previous, services)
  const added = addedHolders(previous, record)
  const isFew = added.length <= mostHolders
  if (!isFew) await holders.add(added)
  const taking = { departure, contentCount, ...(isFew && { holders: added }) }
  return articles.save(previous, record, Object.keys(site.publication.digests), taking)
}

/** Answers the upload from which an article was moved, and has the links to it checked. */
export async function answerDeparture(record: UploadRecord | undefined, services: Services): Promise<void> {
  const { articles, site, uploads } = services
  const left = record?.movedFrom && (await articles.get(articleId(record.movedFrom.key)))
  if (!record || left?.movedTo !== record.key || left.state !== 'withdrawn') return
  await uploads.putReceipt(composeReceipt(left, site), { upload: '', revision: left.revision })
  await recheckReferrers(left, services)
}

type ClaimServices = {
  readonly articles: Pick<ArticleStore, 'getOwner' | 'save'>
  readonly ingest: Pick<Queue<IngestMessage>, 'add'>
  readonly site: Site
}

/** Takes a slug from a newer article, if one has it. Returns whether the slug is free now. */
export async function claimSlug(claimant: UploadRecord, { articles, ingest, site }: ClaimServices): Promise<boolean> {
  const slug = claimant.article?.slug
  const owner = await articles.getOwner(slug ?? '')
  // Since the claim failed, the owner may have given the slug up, perhaps to another message about the same upload.
  if (!owner || owner.id === claimant.id || owner.article?.slug !== slug) return true
  const yielded = yieldSlug(owner, claimant)
  if (!yielded) return false
  const result = await articles.save(owner, yielded, Object.keys(site.publication.digests))
  if (result === 'slug-taken') return false
  await ingest.add({ kind: 'check', key: owner.key })
  return true
}

/** The listing whose changes show how far the site is behind. Those of others are counted when they are built. */
const countedListing = 'publication'

/** Counts a stored change, so that a rebuild up to this count includes it, and queues the rebuilds of its listings. */
export async function announce(
  { previous, record, hasFiles, related }: IngestPlan,
  { changes, fileChanges, publish }: Services,
): Promise<void> {
  if (hasFiles) await fileChanges.add({ kind: 'article', articleId: record.id })
  if (record.touched.length === 0) return
  const listings = await Promise.all(
    record.touched.map(async (listing) =>
      listing === countedListing ? { listing, change: await changes.add(listing) } : { listing },
    ),
  )
  await publish.addAll(related.map((id) => ({ kind: 'article', articleId: id, listings: [] })))
  const isNew = previous === undefined && ({ isNew: true } as const)
  await publish.add({ kind: 'article', articleId: record.id, listings, ...isNew })
}
